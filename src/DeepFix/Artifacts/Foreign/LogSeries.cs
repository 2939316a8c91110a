namespace DeepFix.Artifacts.Foreign;

/// <summary>The points of one metric as a store of scalars has them.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Points">Its points in the order of their logging; the time is in seconds, or NaN.</param>
internal sealed record LogSeries(string Name, List<(double Step, double Value, double Time)> Points);
