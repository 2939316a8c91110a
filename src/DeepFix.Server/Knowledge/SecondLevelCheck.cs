using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepFix.Server.Knowledge;

/// <summary>The second level of the knowledge cache answers; without it the server works on, a little slower.</summary>
internal sealed class SecondLevelCheck(SecondLevel secondLevel) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(secondLevel.State switch
        {
            SecondLevelState.Answers => HealthCheckResult.Healthy("Redis answers"),
            SecondLevelState.Away => HealthCheckResult.Degraded("Redis does not answer: every server keeps its own answers until it does; see that it runs and that DeepFix:Knowledge:RedisConnectionString names it"),
            _ => HealthCheckResult.Healthy("Redis was not asked yet"),
        });
}
