namespace DeepFix.Mlflow;

/// <summary>A value to log.</summary>
/// <param name="Key">Key of the metric.</param>
/// <param name="Point">Step, value and time.</param>
public readonly record struct LoggedMetric(string Key, MetricPoint Point);
