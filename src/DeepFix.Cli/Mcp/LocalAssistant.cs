using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants;
using DeepFix.Fetch;
using DeepFix.Knowledge;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Mcp;

/// <summary>What an assistant asks for, done on this machine. Only the stores that the user named are read: a model that was talked into another address gets nowhere, and the user's login goes nowhere.</summary>
internal sealed class LocalAssistant(IReadOnlyList<string> stores, MlflowOptions access, TimeProvider time) : IAssistantBackend, IDisposable
{
    /// <summary>Analyses at once, and how many are remembered.</summary>
    private const int AtOnce = 4, MostKept = 64;

    private static readonly TimeSpan LongestListing = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly Queue<LocalJob> _jobs = new();

    public async Task<AssistantAnalysis> AnalyzeAsync(AnalysisRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        string store = Store(request.MlflowTrackingUri), runId = request.RunId!;
        var job = new LocalJob(RequestIds.New(), runId, time.GetUtcNow(), _ending.Token);
        job.Begin(stop => RunAsync(job, new MlflowRunSource(store, runId, access), request, stop));
        lock (_gate)
        {
            _jobs.Enqueue(job);
            if (_jobs.Count > MostKept && _jobs.Dequeue() is { Ended.IsCompleted: true } forgotten) forgotten.Dispose();
        }

        try
        {
            return await job.WaitAsync(patience, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody knows its id: nobody could ask for its result.
            job.Stop();
            throw;
        }
    }

    public Task<AssistantAnalysis> FindAsync(string requestId, TimeSpan patience, CancellationToken cancellationToken)
    {
        LocalJob? job;
        lock (_gate) job = _jobs.FirstOrDefault(j => j.RequestId == requestId);
        return job?.WaitAsync(patience, time, cancellationToken) ?? throw new DeepFixException(
            ErrorCode.RequestNotFound,
            "There is no such request.",
            $"Call analyze_run again: this program remembers the last {Significant.Text(MostKept)} analyses, and only while it runs.",
            new JsonObject { ["request_id"] = requestId });
    }

    public async Task<ComparisonResult> CompareAsync(ComparisonRequest request, CancellationToken cancellationToken)
    {
        (string, RunSource)[] sources = [.. request.Runs.Select(r => (r.RunId!, (RunSource)new MlflowRunSource(Store(r.MlflowTrackingUri), r.RunId!, access)))];
        var options = new ComparisonOptions { Baseline = request.Baseline, Metric = request.Metric, Context = request.Context, MaxTime = TimeSpan.FromSeconds(request.MaxAnalysisTime) };
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return await ComparisonAnalysis.Default.CompareAsync(sources, options, cancellationToken: cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public Task<KnowledgeResponse> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken) => Task.FromResult(KnowledgeSearch.Default.Ask(query));

    public Task<IReadOnlyList<ListedRun>> ListRunsAsync(string? trackingUri, string? experiment, int most, CancellationToken cancellationToken)
        => RunListing.ReadAsync(Store(trackingUri), access, experiment, most, LongestListing, cancellationToken);

    /// <summary>Ends what is still at work.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        LocalJob[] left;
        lock (_gate) left = [.. _jobs];
        Task.WhenAll(left.Select(j => j.Ended)).Wait(TimeSpan.FromSeconds(2));
        foreach (LocalJob job in left) job.Dispose();
        _ending.Dispose();
        _slots.Dispose();
    }

    /// <summary>The store that was asked for, if it may be read.</summary>
    private string Store(string? trackingUri)
    {
        if (stores.Count == 0) throw new DeepFixException(ErrorCode.ValidationError, "Invalid request: this program was not told which MLflow to read.", "Ask the user to start it with --tracking-uri: deepfix mcp --tracking-uri http://localhost:5000.", new JsonObject { ["field"] = "mlflow_tracking_uri", ["constraint"] = "required", ["provided"] = null });
        if (trackingUri is null) return stores[0];
        return stores.FirstOrDefault(s => Same(s, trackingUri)) ?? throw new DeepFixException(
            ErrorCode.Forbidden,
            "This MLflow is not among those that this program may read.",
            $"Leave mlflow_tracking_uri out, or give one of: {string.Join(", ", stores.Select(SafeUri.Of))}. To read another, ask the user to start deepfix mcp with a further --tracking-uri.",
            new JsonObject { ["tracking_uri"] = SafeUri.Of(trackingUri) });
    }

    private static bool Same(string store, string asked) => string.Equals(store.TrimEnd('/'), asked.TrimEnd('/'), StringComparison.Ordinal) || string.Equals(SafeUri.Of(store).TrimEnd('/'), asked.TrimEnd('/'), StringComparison.Ordinal);

    private async Task<AnalysisResult> RunAsync(LocalJob job, MlflowRunSource source, AnalysisRequest request, CancellationToken stop)
    {
        await _slots.WaitAsync(stop);
        try
        {
            return await RunAnalysis.Default.AnalyzeAsync(source, request.AnalysisOptions, request.Context, job.RequestId, job, cancellationToken: stop);
        }
        finally
        {
            _slots.Release();
        }
    }
}
