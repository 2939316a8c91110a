using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Analysis;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Security;
using Hangfire;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>Works on an accepted request: what Hangfire calls. It may be called for the same request again and again, here or elsewhere: the store lets one attempt at a time through.</summary>
internal sealed class AnalysisWorker(
    JobStore store, JobQueue queue, RunningJobs running, AnalysisSlots slots, RequestedAnalysis analysis, IOptions<ServerOptions> options, TimeProvider time, ILogger<AnalysisWorker> log)
{
    /// <summary>Time between an attempt that failed and the next.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)];

    /// <summary>Works on a request until it has ended, or until the server stops.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string requestId, CancellationToken stopping)
    {
        Job? job;
        IDisposable slot;
        try
        {
            slot = await slots.EnterAsync(stopping);
            job = await store.ClaimAsync(requestId, stopping);
        }
        finally
        {
            queue.Forget(requestId);
        }

        using (slot)
        {
            if (job is not null) await WorkAsync(job, stopping);
        }
    }

    private async Task WorkAsync(Job job, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using IDisposable entry = running.Add(job.RequestId, stop);
        try
        {
            AnalysisResult result = await AnalyzeAsync(job, stop);
            await FinishAsync(job, result);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await store.PutBackAsync(job, TimeSpan.Zero, counts: false, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.GivenUp(job.RequestId, job.Attempt);
        }
        catch (DeepFixException failure)
        {
            await EndAsync(job, OperatorRemedies.ForCaller(failure));
        }
#pragma warning disable CA1031 // Whatever an attempt dies of is its own: the next one may succeed, and the last one says why.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            log.Crashed(job.RequestId, unexpected.GetType().Name);
            await EndAsync(job, Unexpected(job));
        }
    }

    private async Task<AnalysisResult> AnalyzeAsync(Job job, CancellationTokenSource stop)
    {
        AnalysisRequest request = JsonSerializer.Deserialize(job.Request!, DeepFixJson.Default.AnalysisRequest)!;
        TrackingLocation tracking = TrackingLocation.Parse(request.MlflowTrackingUri!, options.Value.AllowedTrackingSchemes, out var fault)
            ?? throw new Fault("mlflow_tracking_uri", fault!.Value.Constraint, null, fault.Value.Suggestion).ToException();
        await using var pulse = new JobPulse(store, job, stop, TimeSpan.FromSeconds(options.Value.Jobs.LeaseSeconds), time);
        return await analysis.RunAsync(request, tracking, job.RequestId, pulse, time.GetTimestamp(), stop.Token);
    }

    /// <summary>Another attempt where that can help; else the failure is the result.</summary>
    private async Task EndAsync(Job job, DeepFixException failure)
    {
        int counted = job.Attempt - job.HandedBack;
        bool canHelp = failure.IsRetryable && failure.Code != ErrorCode.AnalysisTimeout;
        if (canHelp && counted < JobStore.MaxAttempts)
        {
            log.TriesAgain(job.RequestId, failure.Code, counted);
            await store.PutBackAsync(job, Pauses[Math.Min(counted, Pauses.Length) - 1], counts: true, CancellationToken.None);
            return;
        }

        await FinishAsync(job, FailedResult.Of(job, failure, time.GetUtcNow()));
    }

    private async Task FinishAsync(Job job, AnalysisResult result)
    {
        RequestState state = result.Status switch
        {
            AnalysisStatus.Completed => RequestState.Completed,
            AnalysisStatus.Partial => RequestState.Partial,
            _ => RequestState.Failed,
        };
        bool isWritten = await store.FinishAsync(job, state, JsonSerializer.Serialize(result, DeepFixJson.Plain.AnalysisResult), CancellationToken.None);
        if (!isWritten) log.GivenUp(job.RequestId, job.Attempt);
    }

    private static DeepFixException Unexpected(Job job) => new(
        ErrorCode.InternalServerError,
        "The server failed at this request.",
        "Send it again; if it fails again, give the request id to whoever runs this server: it stands in the server's log.",
        new JsonObject { ["request_id"] = job.RequestId });
}
