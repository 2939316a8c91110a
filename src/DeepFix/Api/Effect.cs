namespace DeepFix.Api;

/// <summary>A change of a metric, with its interval.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Low">Lower end, in the metric's own unit.</param>
/// <param name="High">Upper end.</param>
public sealed record Effect(string Metric, double Low, double High);
