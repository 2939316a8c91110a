namespace DeepFix.Artifacts;

/// <summary>Two features that go together.</summary>
/// <param name="First">One feature.</param>
/// <param name="Second">The other.</param>
/// <param name="PearsonAbs">Absolute Pearson correlation, 0 to 1.</param>
public sealed record FeatureCorrelation(string First, string Second, double PearsonAbs);
