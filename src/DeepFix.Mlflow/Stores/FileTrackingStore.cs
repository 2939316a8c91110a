using System.Runtime.CompilerServices;

namespace DeepFix.Mlflow.Stores;

/// <summary>Reads an mlruns folder of MLflow 2 or 3 without a server. Nothing is written, and a training may write at the same time.</summary>
/// <remarks>
/// Whatever keeps the folder from being read is a <see cref="MlflowException"/> with <see cref="MlflowErrorCode.StoreUnreadable"/>.
/// A search passes over runs and experiments whose <c>meta.yaml</c> is damaged, as MLflow does; asked for by id they are an error.
/// </remarks>
public sealed class FileTrackingStore : ITrackingStore
{
    // A meta.yaml is written in milliseconds; one that stays half written is damaged.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMilliseconds(300);

    private readonly StoreFolder _folder;
    private readonly FileRuns _runs;

    /// <summary>Names the folder; it is first looked at by the first reading.</summary>
    /// <param name="path">A path, or a <c>file:</c> URI.</param>
    /// <param name="options">The request timeout, up to 300 ms, is how long to wait for a half-written <c>meta.yaml</c>.</param>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> where no folder is named.</exception>
    public FileTrackingStore(string path, MlflowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _folder = new StoreFolder(StoreUri.FolderPath(path));
        _runs = new FileRuns(_folder, options.RequestTimeout < LongestWrite ? options.RequestTimeout : LongestWrite);
    }

    /// <summary>Full path of the folder.</summary>
    public string FolderPath => _folder.Path;

    /// <inheritdoc/>
    public string TrackingUri => new Uri(_folder.Path).AbsoluteUri;

    /// <inheritdoc/>
    public Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default) => Reading(
        () =>
        {
            var (folder, meta) = _runs.Find(runId);
            return _runs.Read(folder, meta);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Run> SearchRunsAsync(RunSearch search, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StoreErrors.CheckSearch(search);
        var filter = RunFilter.Parse(search.Filter);
        var candidates = await Reading(() => Candidates(search), cancellationToken);
        var found = 0;
        foreach (var (folder, meta) in candidates)
        {
            var run = await Reading(() => _runs.Read(folder, meta), cancellationToken);
            if (!filter.Matches(run)) continue;
            yield return run;
            if (++found == search.MaxResults) yield break;
        }
    }

    /// <inheritdoc/>
    public async Task<Page<Run>> PageOfRunsAsync(RunSearch search, string? pageToken = null, CancellationToken cancellationToken = default)
    {
        StoreErrors.CheckSearch(search);
        var filter = RunFilter.Parse(search.Filter);
        var candidates = await Reading(() => Candidates(search), cancellationToken);
        return await StorePages.CutAsync(
            candidates, search.MaxResults, pageToken, async candidate => await Reading(() => _runs.Read(candidate.Folder, candidate.Meta), cancellationToken) is var run && filter.Matches(run) ? run : null);
    }

    /// <inheritdoc/>
    public async Task<Page<Experiment>> PageOfExperimentsAsync(int maxResults, string? pageToken = null, CancellationToken cancellationToken = default)
        => await StorePages.CutAsync(await SearchExperimentsAsync(cancellationToken).ToListAsync(cancellationToken), maxResults, pageToken, static experiment => Task.FromResult<Experiment?>(experiment));

    /// <inheritdoc/>
    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => Reading(
        () => _runs.Experiment(_folder.Experiment(experimentId) ?? throw StoreErrors.ExperimentNotFound(experimentId, TrackingUri)), cancellationToken);

    /// <inheritdoc/>
    public Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default) => Reading(
        () => Experiments().Find(experiment => experiment.Name == name), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Experiment> SearchExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var experiment in await Reading(Experiments, cancellationToken))
        {
            if (experiment.LifecycleStage == LifecycleStage.Active) yield return experiment;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricPoint>> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default) => Reading<IReadOnlyList<MetricPoint>>(
        () =>
        {
            var (folder, meta) = _runs.Find(runId);
            return _runs.History(folder, meta, key);
        },
        cancellationToken);

    /// <summary>Nothing is held between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<Experiment> Experiments() =>
        [.. _folder.Experiments().Where(folder => _runs.ExperimentMeta(folder) is not null).Select(_runs.Experiment)];

    private List<(DirectoryInfo Folder, MetaYaml Meta)> Candidates(RunSearch search)
    {
        var wanted = search.Deleted ? LifecycleStage.Deleted : LifecycleStage.Active;
        var folders = search.ExperimentIds.Distinct(StringComparer.Ordinal).Select(_folder.Experiment).OfType<DirectoryInfo>().SelectMany(_folder.Runs);
        var runs = folders.Select(folder => (Folder: folder, Meta: _runs.RunMeta(folder)));
        return
        [
            .. runs.Where(run => run.Meta is not null && StoreValues.Status(run.Meta["status"]) is not null && StoreValues.Lifecycle(run.Meta["lifecycle_stage"]) == wanted)
                .Select(run => (run.Folder, run.Meta!))
                .OrderByDescending(run => StoreValues.Integer(run.Item2["start_time"]) ?? long.MinValue)
                .ThenBy(run => run.Folder.Name, StringComparer.Ordinal),
        ];
    }

    private Task<T> Reading<T>(Func<T> reading, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return reading();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Unreadable($"{_folder.Path} cannot be read: {failure.Message}", "Check the permissions of the folder, and that nobody removes it meanwhile.", cause: failure);
            }
        },
        cancellationToken);
}
