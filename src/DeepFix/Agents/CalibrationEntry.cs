namespace DeepFix.Agents;

/// <summary>How often a code's findings were right on labelled runs.</summary>
/// <param name="Code">The code.</param>
/// <param name="Findings">How many findings were made.</param>
/// <param name="Right">How many of them were true.</param>
/// <param name="Grave">How many of them were of medium or high severity.</param>
/// <param name="Causes">How many of the grave ones were what hurt the run: re-training without it gave a clearly better model.</param>
public sealed record CalibrationEntry(string Code, int Findings, int Right, int Grave, int Causes);
