using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Stores;

/// <summary>Reads the SQLite database of MLflow 2 or 3 without a server. Nothing is written, and a training may write at the same time.</summary>
/// <remarks>Whatever keeps the database from being read is a <see cref="MlflowException"/> with <see cref="MlflowErrorCode.StoreUnreadable"/>.</remarks>
public sealed class SqliteTrackingStore : ITrackingStore
{
    private const string ExperimentColumns = "experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time";

    // A writer of MLflow holds its lock for milliseconds; whoever holds it longer is stuck.
    private static readonly TimeSpan LongestLock = TimeSpan.FromSeconds(10);

    private readonly SqliteDatabase _database;

    /// <summary>Names the database; it is opened by the first reading.</summary>
    /// <param name="path">A path, or a URI as MLflow writes it: <c>sqlite:///relative.db</c>, <c>sqlite:////absolute.db</c>, <c>sqlite:///C:/x.db</c>.</param>
    /// <param name="options">The request timeout, up to 10 s, is how long to wait for a locked database.</param>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> where no file is named.</exception>
    public SqliteTrackingStore(string path, MlflowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _database = new SqliteDatabase(StoreUri.SqlitePath(path), options.RequestTimeout < LongestLock ? options.RequestTimeout : LongestLock);
    }

    /// <summary>Full path of the database.</summary>
    public string DatabasePath => _database.Path;

    /// <inheritdoc/>
    public string TrackingUri => "sqlite:///" + _database.Path;

    /// <inheritdoc/>
    public Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken = default) => Reading(
        connection => new SqliteRuns(connection, TrackingUri).Find(runId) ?? throw StoreErrors.RunNotFound(runId, TrackingUri), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Run> SearchRunsAsync(RunSearch search, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        StoreErrors.CheckSearch(search);
        var filter = RunFilter.Parse(search.Filter);
        var ids = await Reading(connection => Ids(connection, search), cancellationToken);
        var found = 0;
        foreach (var id in ids)
        {
            // One snapshot a run: holding one over the whole search would keep a writer waiting for a slow caller.
            var run = await Reading(connection => new SqliteRuns(connection, TrackingUri).Find(id), cancellationToken);
            if (run is null || !filter.Matches(run)) continue;
            yield return run;
            if (++found == search.MaxResults) yield break;
        }
    }

    /// <inheritdoc/>
    public async Task<Page<Run>> PageOfRunsAsync(RunSearch search, string? pageToken = null, CancellationToken cancellationToken = default)
    {
        StoreErrors.CheckSearch(search);
        var filter = RunFilter.Parse(search.Filter);
        var ids = await Reading(connection => Ids(connection, search), cancellationToken);
        return await StorePages.CutAsync(
            ids, search.MaxResults, pageToken, async id => await Reading(connection => new SqliteRuns(connection, TrackingUri).Find(id), cancellationToken) is { } run && filter.Matches(run) ? run : null);
    }

    /// <inheritdoc/>
    public async Task<Page<Experiment>> PageOfExperimentsAsync(int maxResults, string? pageToken = null, CancellationToken cancellationToken = default)
        => await StorePages.CutAsync(await SearchExperimentsAsync(cancellationToken).ToListAsync(cancellationToken), maxResults, pageToken, static experiment => Task.FromResult<Experiment?>(experiment));

    /// <inheritdoc/>
    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => Reading(
        connection => Experiments(connection, "where experiment_id = $0", Number(experimentId) ?? -1).FirstOrDefault() ?? throw StoreErrors.ExperimentNotFound(experimentId, TrackingUri),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken = default) => Reading(
        connection => Experiments(connection, "where name = $0 order by lifecycle_stage, experiment_id", name).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Experiment> SearchExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var all = await Reading(connection => Experiments(connection, "where coalesce(lifecycle_stage, 'active') = $0 order by experiment_id", "active"), cancellationToken);
        foreach (var experiment in all)
            yield return experiment;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MetricPoint>> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default) => Reading<IReadOnlyList<MetricPoint>>(
        connection =>
        {
            var runs = new SqliteRuns(connection, TrackingUri);
            var history = runs.History(runId, key);
            return history.Count > 0 || runs.Has(runId) ? history : throw StoreErrors.RunNotFound(runId, TrackingUri);
        },
        cancellationToken);

    /// <summary>Nothing is held between readings.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Reading<T>(Func<SqliteConnection, T> reading, CancellationToken cancellationToken) =>
        Task.Run(() => _database.Read(reading), cancellationToken);

    private static List<string> Ids(SqliteConnection connection, RunSearch search)
    {
        var runs = new SqliteRuns(connection, "");
        var experiments = search.ExperimentIds.Select(Number).OfType<long>().Distinct();
        return
        [
            .. experiments.SelectMany(id => runs.Ids(id, search.Deleted))
                .OrderByDescending(run => run.Start).ThenBy(run => run.RunId, StringComparer.Ordinal)
                .Select(run => run.RunId),
        ];
    }

    private static List<Experiment> Experiments(SqliteConnection connection, string where, object argument)
    {
        var rows = connection.Rows($"select {ExperimentColumns} from experiments {where}", Row, argument);
        return [.. rows.Select(row => row with { Tags = connection.Pairs("select key, value from experiment_tags where experiment_id = $0", Number(row.ExperimentId) ?? -1) })];
    }

    private static Experiment Row(SqliteDataReader reader) => new()
    {
        ExperimentId = reader.GetString(0),
        Name = reader.Text(1) ?? "",
        ArtifactLocation = reader.Text(2) ?? "",
        LifecycleStage = StoreValues.Lifecycle(reader.Text(3)),
        CreationTime = StoreValues.Time(reader.Integer(4)),
        LastUpdateTime = StoreValues.Time(reader.Integer(5)),
    };

    private static long? Number(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
