namespace DeepFix.Mlflow;

/// <summary>One logged value of a metric.</summary>
/// <param name="Step">The step, may be negative.</param>
/// <param name="Value">The value; NaN and infinities as logged (SQL stores keep infinities as ±1.797e308: they are given back as infinities).</param>
/// <param name="Timestamp">Milliseconds since 1970 UTC.</param>
public readonly record struct MetricPoint(long Step, double Value, long Timestamp);
