using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;
using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>The metric histories of a run that an analysis can use, at most eight requests at once.</summary>
internal sealed record HistoryFetch(IReadOnlyList<MetricHistory> Histories, IReadOnlyList<string> Warnings)
{
    public static HistoryFetch None { get; } = new([], []);

    public static async Task<HistoryFetch> RunAsync(ITrackingStore store, Run run, FetchLimits limits, CancellationToken cancellationToken)
    {
        string[] system = [.. run.Metrics.Keys.Where(k => k.StartsWith("system/", StringComparison.Ordinal))];
        IReadOnlyList<string> wanted = MetricNames.NamesToFetch([.. run.Metrics.Keys.Order(StringComparer.Ordinal)]);
        var histories = new MetricHistory[wanted.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted.Count, parallel, async (i, token) =>
        {
            IReadOnlyList<Mlflow.MetricPoint> points = await WholeAsync(store, run, wanted[i], token);
            histories[i] = new MetricHistory(wanted[i], [.. points.Select(p => new Artifacts.MetricPoint(p.Step, p.Value, p.Timestamp))]);
        });
        return new HistoryFetch(histories, system.Length == 0 ? [] : [$"{Significant.Text(system.Length)} system metrics (system/*) were not read: they say nothing of learning."]);
    }

    /// <summary>A history that ends before the run's own latest point was cut on its way: a verdict from it would be a guess.</summary>
    private static async Task<IReadOnlyList<Mlflow.MetricPoint>> WholeAsync(ITrackingStore store, Run run, string key, CancellationToken cancellationToken)
    {
        Mlflow.MetricPoint latest = run.Metrics[key];
        IReadOnlyList<Mlflow.MetricPoint> points = await store.GetMetricHistoryAsync(run.RunId, key, cancellationToken);
        if (!Reaches(points, latest)) points = await store.GetMetricHistoryAsync(run.RunId, key, cancellationToken);
        return Reaches(points, latest) ? points : throw new MlflowException(
            MlflowErrorCode.UnexpectedAnswer,
            $"The history of the metric '{key}' ends before step {Significant.Text(latest.Step)}, which the run's record names as its latest: it did not arrive whole.",
            "Try again; if it repeats, look at proxies before the MLflow server, and at its version.",
            isTransient: true);
    }

    private static bool Reaches(IReadOnlyList<Mlflow.MetricPoint> points, Mlflow.MetricPoint latest) => points.Any(p => p.Step >= latest.Step);
}
