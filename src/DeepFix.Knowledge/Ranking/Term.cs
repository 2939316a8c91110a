namespace DeepFix.Knowledge.Ranking;

/// <summary>A stem of a question and how much it counts.</summary>
internal readonly record struct Term(string Stem, double Weight);
