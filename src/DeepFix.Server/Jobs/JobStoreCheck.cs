using System.Data.Common;
using DeepFix.Server.Jobs.Store;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepFix.Server.Jobs;

/// <summary>The job store answers.</summary>
internal sealed class JobStoreCheck(JobDatabase database, JobStore store) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await store.CountQueuedAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy($"{database.Name} answers");
        }
        catch (Exception unreachable) when (unreachable is DbException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{database.Name} does not answer: see that it runs, that its disk has room, and that DeepFix:Jobs names it");
        }
    }
}
