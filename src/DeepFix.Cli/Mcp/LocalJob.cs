using System.Runtime.CompilerServices;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Assistants;

namespace DeepFix.Cli.Mcp;

/// <summary>One analysis of this process.</summary>
/// <param name="requestId">Its id.</param>
/// <param name="runId">The run.</param>
/// <param name="created">When it was asked for.</param>
/// <param name="ending">Fires when the program ends.</param>
internal sealed class LocalJob(string requestId, string runId, DateTimeOffset created, CancellationToken ending) : IProgress<AnalysisStage>, IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
    private Task<AnalysisResult>? _work;
    private StrongBox<AnalysisStage>? _stage;

    public string RequestId => requestId;

    /// <summary>Its end, in whatever way.</summary>
    public Task Ended => Work.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private Task<AnalysisResult> Work => _work ?? throw new InvalidOperationException("It has not begun.");

    /// <summary>Begins it, on a thread of its own kind: stores on disk are read without waiting for anything.</summary>
    public void Begin(Func<CancellationToken, Task<AnalysisResult>> work) => _work = Task.Run(() => work(_stop.Token), CancellationToken.None);

    /// <summary>Stops it.</summary>
    public void Stop() => _stop.Cancel();

    public void Report(AnalysisStage value) => Volatile.Write(ref _stage, new StrongBox<AnalysisStage>(value));

    /// <summary>Waits a while; then says how it stands.</summary>
    /// <exception cref="DeepFixException">It failed.</exception>
    public async Task<AssistantAnalysis> WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            AnalysisResult result = await Work.WaitAsync(patience, time, cancellationToken);
            return new AssistantAnalysis(Status(result.Status == AnalysisStatus.Partial ? RequestState.Partial : RequestState.Completed), result);
        }
        catch (TimeoutException) when (!Work.IsCompleted)
        {
            return new AssistantAnalysis(Status(_stage is null ? RequestState.Queued : RequestState.Running), null);
        }
    }

    public void Dispose() => _stop.Dispose();

    private RequestStatus Status(RequestState state) => new() { RequestId = requestId, RunId = runId, Status = state, Stage = _stage?.Value.Name, Progress = _stage?.Value.Progress ?? 0, CreatedAt = created };
}
