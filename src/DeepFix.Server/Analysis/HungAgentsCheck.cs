using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepFix.Server.Analysis;

/// <summary>Fewer than five agents hang.</summary>
internal sealed class HungAgentsCheck(HungAgents hung) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int count = hung.Count;
        return Task.FromResult(count < HungAgents.TooMany
            ? HealthCheckResult.Healthy(count == 0 ? "none hangs" : string.Create(CultureInfo.InvariantCulture, $"{count} hang"))
            : HealthCheckResult.Unhealthy(string.Create(CultureInfo.InvariantCulture, $"{count} were given up and go on, each with a thread: start the server anew, and report what its log names")));
    }
}
