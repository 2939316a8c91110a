using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Whether a series goes on to the end of the run. A recorder that looks now and then, to stay cheap, may have looked last long before.</summary>
internal static class Recency
{
    /// <summary>A fifth of the run without a point: what is known then is not the end.</summary>
    private const double Late = 0.8;

    /// <summary>The series, or null where it was not logged or stops before the last fifth of the run.</summary>
    public static MetricSeries? FindToTheEnd(this MetricTable metrics, string name)
        => metrics.Find(name) is { } series && !metrics.StopsEarly(series) ? series : null;

    /// <summary>Whether the losses go on for more than a fifth of the run after the last point of a series.</summary>
    public static bool StopsEarly(this MetricTable metrics, MetricSeries series)
    {
        if ((metrics.TrainLoss ?? metrics.ValLoss) is not { Count: > 1 } loss || series.Count == 0) return false;
        long first = loss.Steps[0], last = loss.Steps[^1];
        return series.Steps[^1] < first + (Late * (last - first));
    }

    /// <summary>No verdict, because the end of a series is not the end of the run; null where it is, or where the series was not logged.</summary>
    public static Detection? Outdated(this MetricTable metrics, string name)
        => metrics.Find(name) is { } series && metrics.StopsEarly(series)
            ? new Detection.NotAssessable(
                $"{name} was logged last at step {TrainingReport.Step(series.Steps[^1])}, and the run went on to step {TrainingReport.Step((metrics.TrainLoss ?? metrics.ValLoss)!.Steps[^1])}.",
                $"Log {name} up to the end of the run.")
            : null;
}
