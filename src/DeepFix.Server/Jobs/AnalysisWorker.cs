using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
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

    /// <summary>Time between two tries to write to a store that takes nothing.</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    /// <summary>Time until a request is taken up again that found no room on the disk.</summary>
    private static readonly TimeSpan UntilRoom = TimeSpan.FromSeconds(5);

    /// <summary>Works on a request until it has ended, or until the server stops.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="stopping">Fires when the server stops.</param>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string requestId, CancellationToken stopping)
    {
        using IDisposable slot = await EnterAsync(requestId, stopping);
        if (await ClaimAsync(requestId, stopping) is { } job) await WorkAsync(job, stopping);
    }

    private async Task<IDisposable> EnterAsync(string requestId, CancellationToken stopping)
    {
        try
        {
            return await slots.EnterAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            queue.Forget(requestId);
            throw;
        }
    }

    /// <summary>From here on the sweep may hand the request in again: the store says whether it is anybody's.</summary>
    private async Task<Job?> ClaimAsync(string requestId, CancellationToken stopping)
    {
        try
        {
            return await store.ClaimAsync(requestId, stopping);
        }
        catch (DbException away)
        {
            log.StoreAway(away.GetType().Name);
            return null;
        }
        finally
        {
            queue.Forget(requestId);
        }
    }

    private async Task WorkAsync(Job job, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using IDisposable entry = running.Add(job.RequestId, stop);
        try
        {
            AnalysisResult result = await AnalyzeAsync(job, stop);
            await FinishAsync(job, result, stopping);
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
            await EndAsync(job, OperatorRemedies.ForCaller(failure), stopping);
        }
        catch (Exception outage) when (Outage.Is(outage))
        {
            log.WaitsForRoom(job.RequestId, outage.GetType().Name);
            await WriteAsync(() => store.PutBackAsync(job, UntilRoom, counts: false, CancellationToken.None), stopping);
        }
#pragma warning disable CA1031 // Whatever an attempt dies of is its own: the next one may succeed, and the last one says why.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            log.Crashed(job.RequestId, unexpected.GetType().Name);
            await EndAsync(job, Unexpected(job), stopping);
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
    private async Task EndAsync(Job job, DeepFixException failure, CancellationToken stopping)
    {
        int counted = job.Attempt - job.HandedBack;
        bool canHelp = failure.IsRetryable && failure.Code != ErrorCode.AnalysisTimeout;
        if (canHelp && counted < JobStore.MaxAttempts)
        {
            log.TriesAgain(job.RequestId, failure.Code, counted);
            await WriteAsync(() => store.PutBackAsync(job, Pauses[Math.Min(counted, Pauses.Length) - 1], counts: true, CancellationToken.None), stopping);
            return;
        }

        await FinishAsync(job, FailedResult.Of(job, failure, time.GetUtcNow()), stopping);
    }

    private async Task FinishAsync(Job job, AnalysisResult result, CancellationToken stopping)
    {
        RequestState state = result.Status switch
        {
            AnalysisStatus.Completed => RequestState.Completed,
            AnalysisStatus.Partial => RequestState.Partial,
            _ => RequestState.Failed,
        };
        string json = JsonSerializer.Serialize(result, DeepFixJson.Plain.AnalysisResult);
        bool isWritten = await WriteAsync(() => store.FinishAsync(job, state, json, ResultLog.VerdictOf(result), CancellationToken.None), stopping);
        if (!isWritten) log.GivenUp(job.RequestId, job.Attempt);
    }

    /// <summary>Writes how an attempt ended, again and again while the store takes nothing: a result is not thrown away, nor an attempt counted, because a disk was full for a while.</summary>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                return await write();
            }
            catch (DbException away) when (!stopping.IsCancellationRequested)
            {
                log.StoreAway(away.GetType().Name);
                await Task.Delay(BetweenWrites, time, stopping);
            }
        }
    }

    private static DeepFixException Unexpected(Job job) => new(
        ErrorCode.InternalServerError,
        "The server failed at this request.",
        "Send it again; if it fails again, give the request id to whoever runs this server: it stands in the server's log.",
        new JsonObject { ["request_id"] = job.RequestId });
}
