using DeepFix.Knowledge.Dense;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepFix.Server.Knowledge;

/// <summary>The embedding model has a part in the search; without it the knowledge base is searched by words alone.</summary>
internal sealed class DenseCheck(DenseSearch search) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(search.State switch
        {
            DenseState.Answers => HealthCheckResult.Healthy("the embedding model answers"),
            DenseState.Resting => HealthCheckResult.Degraded("the embedding model failed a moment ago: questions are answered by words alone; see that what DeepFix:Knowledge:Embeddings names runs, and whether TimeoutMilliseconds is enough"),
            _ => HealthCheckResult.Degraded("the vectors of the items are not computed yet: questions are answered by words alone"),
        });
}
