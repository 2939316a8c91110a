namespace DeepFix.Artifacts;

/// <summary>The whole history of one metric, as the tracking store has it.</summary>
/// <param name="Key">The key under which it was logged.</param>
/// <param name="Points">All points, by (step, timestamp).</param>
public sealed record MetricHistory(string Key, IReadOnlyList<MetricPoint> Points);
