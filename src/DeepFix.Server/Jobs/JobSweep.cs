using System.Data.Common;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Telemetry;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Jobs;

/// <summary>Looks again and again for what was left behind: requests that nobody works on, and results whose time is over.</summary>
internal sealed class JobSweep(JobStore store, Idempotency.KeptAnswers answers, JobQueue queue, RunningJobs running, IOptions<ServerOptions> options, ServerMeter meter, TimeProvider time, ILogger<JobSweep> log)
{
    private static readonly TimeSpan BetweenExpiries = TimeSpan.FromMinutes(1);

    /// <summary>Sweeps until told to stop.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Min(2, options.Value.Jobs.LeaseSeconds / 4)), time);
        long expired = time.GetTimestamp();
        try
        {
            await TrySweepAsync(withExpiry: true, stopping);
            while (await timer.WaitForNextTickAsync(stopping))
            {
                bool isTime = time.GetElapsedTime(expired) >= BetweenExpiries;
                if (isTime) expired = time.GetTimestamp();
                await TrySweepAsync(isTime, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Takes up what is due, and ends what had its last attempt.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        // What runs here is late with its sign of life, not left behind: a machine under load is no reason to begin the work again.
        foreach (string requestId in (await store.DueAsync(cancellationToken)).Where(id => !running.Has(id))) queue.Enqueue(requestId);
        foreach (Job job in (await store.ExhaustedAsync(cancellationToken)).Where(job => !running.Has(job.RequestId)))
        {
            AnalysisResult failed = FailedResult.Exhausted(job, time.GetUtcNow());
            await store.FinishAsync(job, RequestState.Failed, JsonSerializer.Serialize(failed, DeepFixJson.Plain.AnalysisResult), ResultLog.VerdictOf(failed), cancellationToken);
        }
    }

    private async Task TrySweepAsync(bool withExpiry, CancellationToken cancellationToken)
    {
        try
        {
            await SweepAsync(cancellationToken);
            meter.Queued(await store.CountQueuedAsync(cancellationToken));
            if (!withExpiry) return;
            await store.ExpireAsync(cancellationToken);
            await answers.ExpireAsync(cancellationToken);
        }
        catch (DbException unreachable)
        {
            log.StoreAway(unreachable.GetType().Name);
        }
    }
}
