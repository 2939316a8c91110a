namespace DeepFix.Mlflow;

/// <summary>Reads experiments, runs and metric histories: from a server, a SQLite database or an mlruns folder.</summary>
/// <remarks>Every method throws <see cref="MlflowException"/> for whatever goes wrong, and <see cref="OperationCanceledException"/> when the caller cancels.</remarks>
public interface ITrackingStore : IAsyncDisposable
{
    /// <summary>The tracking URI, without credentials: safe to show.</summary>
    string TrackingUri { get; }

    /// <summary>A run; deleted runs are found too.</summary>
    Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Runs, newest start first.</summary>
    IAsyncEnumerable<Run> SearchRunsAsync(RunSearch search, CancellationToken cancellationToken = default);

    /// <summary>One page of runs, newest start first.</summary>
    /// <param name="search">Which runs; <see cref="RunSearch.MaxResults"/> is the size of the page, 1 to 1,000.</param>
    /// <param name="pageToken">The token of the page before; null for the first page.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<Page<Run>> PageOfRunsAsync(RunSearch search, string? pageToken = null, CancellationToken cancellationToken = default);

    /// <summary>One page of active experiments.</summary>
    /// <param name="maxResults">The size of the page, 1 to 1,000.</param>
    /// <param name="pageToken">The token of the page before; null for the first page.</param>
    /// <param name="cancellationToken">The caller's.</param>
    Task<Page<Experiment>> PageOfExperimentsAsync(int maxResults, string? pageToken = null, CancellationToken cancellationToken = default);

    /// <summary>An experiment; deleted ones are found too.</summary>
    Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default);

    /// <summary>An experiment by name, or null where there is none.</summary>
    Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All active experiments.</summary>
    IAsyncEnumerable<Experiment> SearchExperimentsAsync(CancellationToken cancellationToken = default);

    /// <summary>The whole history of a metric, by (step, timestamp); empty where the run has no such metric.</summary>
    Task<IReadOnlyList<MetricPoint>> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default);
}
