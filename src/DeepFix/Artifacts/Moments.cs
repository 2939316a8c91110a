namespace DeepFix.Artifacts;

/// <summary>Mean, deviation and range of a numeric column. Null = not stated.</summary>
public sealed record Moments(double? Mean, double? Std, double? Min, double? Max);
