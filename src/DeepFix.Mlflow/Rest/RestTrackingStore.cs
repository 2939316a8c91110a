using System.Globalization;
using System.Runtime.CompilerServices;
using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Rest;

/// <summary>Reads from a tracking server, MLflow 2.x or 3.x.</summary>
internal sealed class RestTrackingStore(MlflowHttp http) : ITrackingStore
{
    private const int PageOfRuns = 1000;

    // What MLflow's own client asks for. 2.x ignores it and gives all points at once.
    private const string PageOfPoints = "25000";

    private readonly RestCalls _calls = new(http);

    public string TrackingUri => http.ShownUri;

    public async Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default)
    {
        var answer = await _calls.GetAsync("runs/get", Asked.Run, WireJson.Default.RunAnswer, cancellationToken, ("run_id", runId), ("run_uuid", runId));
        return Map(() => (answer.Run ?? throw new FormatException("no 'run'")).ToRun());
    }

    public async IAsyncEnumerable<Run> SearchRunsAsync(RunSearch search, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int left = search.MaxResults;
        if (left <= 0 || search.ExperimentIds.Count == 0) yield break;

        await foreach (var run in Pages.AllAsync(PageAsync, cancellationToken))
        {
            yield return run;
            if (--left == 0) yield break;
        }

        async Task<(IReadOnlyList<Run>, string?)> PageAsync(string? token, CancellationToken cancellation)
        {
            (IReadOnlyList<Run> runs, string? next) = await PageOfRunsAsync(search with { MaxResults = Math.Min(left, PageOfRuns) }, token, cancellation);
            return (runs, next);
        }
    }

    public async Task<Page<Run>> PageOfRunsAsync(RunSearch search, string? pageToken = null, CancellationToken cancellationToken = default)
    {
        var body = new Wire.SearchRuns(search.ExperimentIds, search.Filter, search.Deleted ? "DELETED_ONLY" : "ACTIVE_ONLY", search.MaxResults, pageToken);
        var page = await _calls.SearchAsync("runs/search", body, WireJson.Default.SearchRuns, WireJson.Default.RunsAnswer, cancellationToken);
        return new Page<Run>(Map<IReadOnlyList<Run>>(() => [.. (page.Runs ?? []).Select(static r => r.ToRun())]), page.NextPageToken is { Length: > 0 } next ? next : null);
    }

    public async Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default)
    {
        var answer = await _calls.GetAsync("experiments/get", Asked.Experiment, WireJson.Default.ExperimentAnswer, cancellationToken, ("experiment_id", experimentId));
        return Map(() => (answer.Experiment ?? throw new FormatException("no 'experiment'")).ToExperiment());
    }

    public async Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            var answer = await _calls.GetAsync("experiments/get-by-name", Asked.Experiment, WireJson.Default.ExperimentAnswer, cancellationToken, ("experiment_name", name));
            return Map(() => (answer.Experiment ?? throw new FormatException("no 'experiment'")).ToExperiment());
        }
        catch (MlflowException e) when (e.Code == MlflowErrorCode.ExperimentNotFound)
        {
            return null;
        }
    }

    public IAsyncEnumerable<Experiment> SearchExperimentsAsync(CancellationToken cancellationToken = default)
    {
        return Pages.AllAsync(PageAsync, cancellationToken);

        async Task<(IReadOnlyList<Experiment>, string?)> PageAsync(string? token, CancellationToken cancellation)
        {
            (IReadOnlyList<Experiment> experiments, string? next) = await PageOfExperimentsAsync(PageOfRuns, token, cancellation);
            return (experiments, next);
        }
    }

    public async Task<Page<Experiment>> PageOfExperimentsAsync(int maxResults, string? pageToken = null, CancellationToken cancellationToken = default)
    {
        var body = new Wire.SearchExperiments(maxResults, "ACTIVE_ONLY", pageToken);
        var page = await _calls.SearchAsync("experiments/search", body, WireJson.Default.SearchExperiments, WireJson.Default.ExperimentsAnswer, cancellationToken);
        return new Page<Experiment>(Map<IReadOnlyList<Experiment>>(() => [.. (page.Experiments ?? []).Select(static e => e.ToExperiment())]), page.NextPageToken is { Length: > 0 } next ? next : null);
    }

    public async Task<IReadOnlyList<MetricPoint>> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        var points = new List<MetricPoint>();
        await foreach (var point in Pages.AllAsync(PageAsync, cancellationToken))
            points.Add(point);

        // SQL stores of 3.x order by timestamp first, those of 2.x not at all.
        return [.. points.OrderBy(static p => p.Step).ThenBy(static p => p.Timestamp)];

        async Task<(IReadOnlyList<MetricPoint>, string?)> PageAsync(string? token, CancellationToken cancellation)
        {
            var page = await _calls.GetAsync(
                "metrics/get-history", Asked.Run, WireJson.Default.MetricsAnswer, cancellation, ("run_id", runId), ("run_uuid", runId), ("metric_key", key), ("max_results", PageOfPoints), ("page_token", token));
            return ([.. (page.Metrics ?? []).Select(static m => m.ToPoint())], page.NextPageToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private T Map<T>(Func<T> map)
    {
        try
        {
            return map();
        }
        catch (FormatException e)
        {
            throw new MlflowException(
                MlflowErrorCode.UnexpectedAnswer,
                string.Create(CultureInfo.InvariantCulture, $"{Hosts.Show(http.Base)} answered {e.Message}."),
                "Check that the tracking URI leads to MLflow itself, and that its version is 2.x or 3.x.",
                isTransient: false,
                e) { Host = Hosts.Show(http.Base) };
        }
    }
}
