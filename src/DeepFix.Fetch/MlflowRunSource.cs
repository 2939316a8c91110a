using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>A run in MLflow: on a tracking server, in a SQLite database or in an mlruns folder.</summary>
/// <param name="trackingUri">Where MLflow is.</param>
/// <param name="runId">The run's id.</param>
/// <param name="options">Credentials and allowed hosts; null = as the environment has them.</param>
/// <param name="limits">What may be transferred; null = the usual.</param>
/// <param name="temporaryRoot">Folder for what is brought here; null = the system's.</param>
public sealed class MlflowRunSource(string trackingUri, string runId, MlflowOptions? options = null, FetchLimits? limits = null, string? temporaryRoot = null) : RunSource
{
    private readonly FetchLimits _limits = limits ?? new FetchLimits();

    /// <inheritdoc/>
    public override string Where => SafeUri.Of(trackingUri);

    /// <inheritdoc/>
    public override string RunId => runId;

    /// <inheritdoc/>
    public override async Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await using MlflowClient client = MlflowClient.Open(trackingUri, (options ?? new MlflowOptions()) with { RetryWithin = timeout });
            return await FetchAsync(client, progress, either.Token);
        }
        catch (MlflowException failure)
        {
            throw MlflowFailure.ToDeepFix(failure, Where, runId, timeout);
        }
        catch (OperationCanceledException late) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw MlflowFailure.TimedOut(Where, timeout, late);
        }
    }

    /// <inheritdoc/>
    public override async Task<string?> LogAsync(AnalysisResult result, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await using MlflowClient client = MlflowClient.Open(trackingUri, options);
            await ResultLog.WriteAsync(client, runId, result, either.Token);
            return null;
        }
        catch (MlflowException failure)
        {
            return $"The result was not logged to MLflow: {failure.Message} {failure.Remedy}";
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return "The result was not logged to MLflow: the time for the analysis was over. Ask again with a larger max_analysis_time.";
        }
    }

    private async Task<FetchedRun> FetchAsync(MlflowClient client, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
    {
        Run run = await client.Store.GetRunAsync(runId, cancellationToken);
        progress?.Report(AnalysisStage.Fetching(0.2, "artifacts"));
        string folder = TemporaryFolders.Create(temporaryRoot);
        try
        {
            ArtifactFetch artifacts = await ArtifactFetch.RunAsync(client, run, folder, _limits, cancellationToken);
            progress?.Report(AnalysisStage.Fetching(0.6, "metric histories"));
            HistoryFetch histories = artifacts.HasMetrics ? HistoryFetch.None : await HistoryFetch.RunAsync(client.Store, run, _limits, cancellationToken);
            bool isEmpty = !artifacts.HasMetrics && histories.Histories.Count == 0;
            var record = new RunRecord
            {
                RunId = run.RunId,
                Name = run.Name,
                Status = StatusOf(run.Status),
                Files = artifacts.Files,
                Histories = histories.Histories,
                Params = run.Params,
                Tags = run.Tags,
                DataDigests = StoredRuns.Digests(run),
                Earlier = await StoredRuns.EarlierAsync(client.Store, run, cancellationToken),
                ChildRunIds = isEmpty ? await ChildrenAsync(client.Store, run, cancellationToken) : [],
                Warnings = [.. artifacts.Warnings, .. histories.Warnings],
            };
            return new FetchedRun(record, folder);
        }
        catch
        {
            TemporaryFolders.Remove(folder);
            throw;
        }
    }

    private static async Task<IReadOnlyList<string>> ChildrenAsync(ITrackingStore store, Run run, CancellationToken cancellationToken)
    {
        // A run id is put into a filter: only what an id can be.
        if (!run.RunId.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) return [];
        var search = new RunSearch { ExperimentIds = [run.ExperimentId], Filter = $"tags.mlflow.parentRunId = '{run.RunId}'", MaxResults = 20 };
        List<string> ids = [];
        await foreach (Run child in store.SearchRunsAsync(search, cancellationToken)) ids.Add(child.RunId);
        return ids;
    }

    private static RunStatus StatusOf(MlflowRunStatus status) => status switch
    {
        MlflowRunStatus.Running => RunStatus.Running,
        MlflowRunStatus.Scheduled => RunStatus.Scheduled,
        MlflowRunStatus.Finished => RunStatus.Finished,
        MlflowRunStatus.Failed => RunStatus.Failed,
        MlflowRunStatus.Killed => RunStatus.Killed,
        _ => RunStatus.Unknown,
    };
}
