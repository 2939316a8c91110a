namespace DeepFix.Knowledge.Ranking;

/// <summary>An item beside a question.</summary>
/// <param name="Entry">The item.</param>
/// <param name="Score">What it is ranked by.</param>
/// <param name="Confidence">Probability that the item is of the question's subject.</param>
internal sealed record Candidate(Entry Entry, double Score, double Confidence);
