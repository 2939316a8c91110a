namespace DeepFix.Agents;

/// <summary>How often a code's findings were right on labelled runs.</summary>
/// <param name="Code">The code.</param>
/// <param name="Findings">How many findings were made.</param>
/// <param name="Right">How many of them were true.</param>
public sealed record CalibrationEntry(string Code, int Findings, int Right);
