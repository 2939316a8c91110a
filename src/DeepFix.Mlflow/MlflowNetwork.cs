using System.Collections.Concurrent;
using System.Net;
using DeepFix.Mlflow.Http;
using Polly;
using Polly.CircuitBreaker;

namespace DeepFix.Mlflow;

/// <summary>What the clients of one process share of the network: a circuit breaker for each host. A host that nobody reaches is then left alone for a while, instead of being asked by every client over and over.</summary>
/// <param name="time">The clock; null = the system's.</param>
public sealed class MlflowNetwork(TimeProvider? time = null)
{
    // Hosts are checked before they come here; this only bounds what a long life can gather.
    private const int MostHosts = 1000;

    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _breakers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>So long is a host left alone that did not answer.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(15);

    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    internal ResolveHost Resolve { get; init; } = GuardedConnection.SystemResolver;

    internal OpenConnection Open { get; init; } = GuardedConnection.OpenSocketAsync;

    /// <summary>The breaker of a host.</summary>
    internal ResiliencePipeline<HttpResponseMessage> BreakerOf(Uri uri)
    {
        if (_breakers.Count >= MostHosts) _breakers.Clear();
        return _breakers.GetOrAdd($"{uri.Scheme}://{Hosts.Show(uri)}", _ => CreateBreaker());
    }

    // 503 is not among what counts: MLflow also answers it for parts that were switched off.
    private ResiliencePipeline<HttpResponseMessage> CreateBreaker() => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = Time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            FailureRatio = 0.9,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Pause,
            ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome switch
            {
                { Exception: MlflowException { Code: MlflowErrorCode.ConnectionFailed or MlflowErrorCode.TimedOut } } => true,
                { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout } => true,
                _ => false,
            }),
        })
        .Build();
}
