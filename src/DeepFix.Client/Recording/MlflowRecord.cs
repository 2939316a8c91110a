using System.Security.Cryptography;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Client.Recording;

/// <summary>Writes a record to an MLflow tracking server: a run, its params and metrics, its artifacts, and looks whether they arrived.</summary>
internal sealed class MlflowRecord(RecorderOptions options, string trackingUri)
{
    /// <summary>Longest wait for one answer: a server that takes longer counts as gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4.5);

    /// <summary>Points of metrics that are logged one by one; the whole table is an artifact.</summary>
    private const int MostPoints = 10_000;

    /// <summary>Writes the record.</summary>
    /// <param name="record">What to write.</param>
    /// <param name="within">Ends all of it.</param>
    /// <returns>The run's id.</returns>
    /// <exception cref="MlflowException">MLflow is not there, refused, or what was uploaded is not what lies there.</exception>
    public async Task<string> WriteAsync(FinishedRecord record, CancellationToken within)
    {
        await using MlflowClient client = MlflowClient.Open(trackingUri, new MlflowOptions { RequestTimeout = Patience });
        RestTrackingWriter writer = client.Writer ?? throw new MlflowException(MlflowErrorCode.NotSupported, $"The store at {client.TrackingUri} can only be read from here.", "Log to a tracking server to have the record in MLflow.");
        Run run = options.RunId is { } id
            ? await Limited(ct => client.Store.GetRunAsync(id, ct), within)
            : await Limited(ct => CreateAsync(client.Store, writer, record.Started, ct), within);
        await LogAsync(writer, run, record, within);
        await UploadAsync(client.ArtifactsOf(run), record.Files.Files, within);
        if (options.RunId is null) await Limited(ct => EndAsync(writer, run.RunId, record, ct), within);
        return run.RunId;
    }

    /// <summary>The metadata of the data that the run has statistics for already; null where it has none.</summary>
    /// <exception cref="MlflowException">MLflow is not there, or does not know the run.</exception>
    public async Task<string?> KnownDataAsync(CancellationToken within)
    {
        if (options.RunId is not { } id) return null;
        await using MlflowClient client = MlflowClient.Open(trackingUri, new MlflowOptions { RequestTimeout = Patience });
        IArtifactRepository artifacts = client.ArtifactsOf(await Limited(ct => client.Store.GetRunAsync(id, ct), within));
        IReadOnlyList<ArtifactInfo> there = await Limited(ct => artifacts.ListAsync("dataset", ct), within);
        if (!there.Any(f => f.Path == RecordFiles.Statistics)) return null;
        return System.Text.Encoding.UTF8.GetString(await Limited(ct => ReadAsync(artifacts, RecordFiles.Metadata, ct), within));
    }

    private async Task<Run> CreateAsync(ITrackingStore store, RestTrackingWriter writer, DateTimeOffset started, CancellationToken cancellationToken)
    {
        string experiment = await store.GetExperimentByNameAsync(options.Experiment, cancellationToken) is { } found
            ? found.ExperimentId
            : await writer.CreateExperimentAsync(options.Experiment, cancellationToken: cancellationToken);
        return await writer.CreateRunAsync(experiment, options.RunName, startTime: started, cancellationToken: cancellationToken);
    }

    private static async Task LogAsync(RestTrackingWriter writer, Run run, FinishedRecord record, CancellationToken within)
    {
        // A param of the run's owner stays: MLflow takes no other value for it.
        Dictionary<string, string> parameters = record.Params.Where(p => !run.Params.ContainsKey(p.Key)).ToDictionary(StringComparer.Ordinal);
        await Limited(ct => Done(writer.LogBatchAsync(run.RunId, parameters: parameters, cancellationToken: ct)), within);
        foreach (LoggedMetric[] chunk in Metrics(record).Chunk(1000)) await Limited(ct => Done(writer.LogBatchAsync(run.RunId, chunk, cancellationToken: ct)), within);
    }

    private static IEnumerable<LoggedMetric> Metrics(FinishedRecord record)
    {
        int rows = record.Metrics.Count, columns = record.Metrics.Columns.Count, every = Math.Max(1, (int)Math.Ceiling(rows * (double)columns / MostPoints));
        long at = record.Ended.ToUnixTimeMilliseconds();
        return record.Metrics.Columns.SelectMany(c => record.Metrics.Points(c).Where((_, i) => i % every == 0 || i == rows - 1).Select(p => new LoggedMetric(MlflowName(c), new MetricPoint(p.Step, p.Value, at))));
    }

    private static async Task UploadAsync(IArtifactRepository artifacts, IReadOnlyList<(string Path, byte[] Content)> files, CancellationToken within)
    {
        foreach ((string path, byte[] content) in files)
        {
            await Limited(async ct =>
            {
                using var stream = new MemoryStream(content, writable: false);
                await artifacts.UploadAsync(path, stream, ct);
                return true;
            }, within, content.Length);
        }

        foreach (IGrouping<string, (string Path, byte[] Content)> folder in files.GroupBy(f => f.Path[..f.Path.IndexOf('/', StringComparison.Ordinal)], StringComparer.Ordinal))
        {
            IReadOnlyList<ArtifactInfo> there = await Limited(ct => artifacts.ListAsync(folder.Key, ct), within);
            foreach ((string path, byte[] content) in folder) await VerifyAsync(artifacts, there, path, content, within);
        }
    }

    /// <summary>By size where the store tells one, else by reading it back.</summary>
    private static async Task VerifyAsync(IArtifactRepository artifacts, IReadOnlyList<ArtifactInfo> there, string path, byte[] content, CancellationToken within)
    {
        ArtifactInfo? found = there.FirstOrDefault(f => f.Path == path);
        bool isSame = found switch
        {
            null => false,
            { Size: { } size } => size == content.Length,
            _ => SHA256.HashData(await Limited(ct => ReadAsync(artifacts, path, ct), within, content.Length)).AsSpan().SequenceEqual(SHA256.HashData(content)),
        };
        if (!isSame) throw new MlflowException(MlflowErrorCode.UnexpectedAnswer, $"MLflow took {path}, but what lies there is not what was sent.", "Look at the log and the disk of the MLflow server.");
    }

    private static async Task<byte[]> ReadAsync(IArtifactRepository artifacts, string path, CancellationToken cancellationToken)
    {
        await using Stream stream = await artifacts.OpenReadAsync(path, cancellationToken);
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole, cancellationToken);
        return whole.ToArray();
    }

    private static Task<bool> EndAsync(RestTrackingWriter writer, string runId, FinishedRecord record, CancellationToken cancellationToken) => Done(writer.UpdateRunAsync(
        runId,
        record.Outcome switch { TrainingOutcome.Finished => MlflowRunStatus.Finished, TrainingOutcome.Killed => MlflowRunStatus.Killed, _ => MlflowRunStatus.Failed },
        record.Ended,
        cancellationToken: cancellationToken));

    /// <summary>MLflow's rule for names; what it refuses becomes an underscore.</summary>
    private static string MlflowName(string column) => string.Concat(column.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or '/' ? c : '_'));

    /// <summary>Cuts a call that a server begins to answer and does not end.</summary>
    private static async Task<T> Limited<T>(Func<CancellationToken, Task<T>> call, CancellationToken within, long bytes = 0)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(within);
        TimeSpan allowed = Patience + TimeSpan.FromSeconds(bytes / (256.0 * 1024));
        limit.CancelAfter(allowed);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new MlflowException(MlflowErrorCode.TimedOut, $"MLflow gave no whole answer within {Significant.Text(allowed.TotalSeconds)} s.", "Check that the MLflow server runs and is not overloaded.", isTransient: true);
        }
    }

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
