namespace DeepFix.Artifacts;

/// <summary>One logged value of a metric.</summary>
/// <param name="Step">The step it was logged at; may be negative.</param>
/// <param name="Value">The value; NaN and infinities are values.</param>
/// <param name="Timestamp">Milliseconds since 1970 UTC, 0 where unknown.</param>
public readonly record struct MetricPoint(long Step, double Value, long Timestamp);
