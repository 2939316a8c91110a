namespace DeepFix.Verification.Measures;

/// <summary>What the artifacts give for a measure.</summary>
/// <param name="Value">The number.</param>
/// <param name="From">First step of its stretch; null where it has none.</param>
/// <param name="To">Last step of its stretch.</param>
internal readonly record struct Recomputed(double Value, long? From = null, long? To = null);
