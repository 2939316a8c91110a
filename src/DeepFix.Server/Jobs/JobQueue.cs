using System.Collections.Concurrent;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace DeepFix.Server.Jobs;

/// <summary>Hands requests to Hangfire. The store decides who works on what; the same request handed over twice is worked on once.</summary>
internal sealed class JobQueue(JobStorage storage)
{
    private readonly ConcurrentDictionary<string, byte> _handedOver = new(StringComparer.Ordinal);
    private readonly BackgroundJobClient _client = new(storage);

    /// <summary>Hands a request over, unless it was and nobody here has taken it up since.</summary>
    public void Enqueue(string requestId)
    {
        if (!_handedOver.TryAdd(requestId, 0)) return;
        try
        {
            _client.Create(Job.FromExpression<AnalysisWorker>(worker => worker.RunAsync(requestId, CancellationToken.None)), new EnqueuedState());
        }
        catch (BackgroundJobClientException)
        {
            // It is in the store: the next sweep hands it over again.
            Forget(requestId);
        }
    }

    /// <summary>A worker here has it.</summary>
    public void Forget(string requestId) => _handedOver.TryRemove(requestId, out _);
}
