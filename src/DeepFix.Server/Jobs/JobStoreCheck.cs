using System.Data.Common;
using DeepFix.Server.Health;
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
            // Reading goes on where nothing can be written any more.
            return database.Folder is { } folder && DiskRoom.IsShort(folder)
                ? HealthCheckResult.Unhealthy($"the disk of {database.Name} is nearly full: free space; what was accepted is kept and goes on then")
                : HealthCheckResult.Healthy($"{database.Name} answers");
        }
        catch (Exception unreachable) when (unreachable is DbException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy($"{database.Name} does not answer: see that it runs, that its disk has room, and that DeepFix:Jobs names it");
        }
    }
}
