namespace DeepFix.Testing;

/// <summary>One logged value.</summary>
public sealed record FakeMetric(string Key, double Value, long Timestamp, long Step);
