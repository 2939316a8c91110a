using System.Diagnostics.Metrics;
using Microsoft.Extensions.Caching.Distributed;

namespace DeepFix.Server.Knowledge;

/// <summary>A second level that can do no harm: what fails or takes long counts as not kept, and from then on nobody asks until a probe is answered. One warning tells of it.</summary>
internal sealed class SecondLevel : IDistributedCache, IDisposable
{
    /// <summary>Longest wait of a question.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PatienceOfProbe = TimeSpan.FromSeconds(5);

    private readonly IDistributedCache _inner;
    private readonly TimeProvider _time;
    private readonly ILogger<SecondLevel> _log;
    private readonly Meter _meter = new(AnswerCache.MeterName);
    private readonly Counter<long> _reads;
    private int _state;

    public SecondLevel(IDistributedCache inner, TimeProvider time, ILogger<SecondLevel> log)
    {
        (_inner, _time, _log) = (inner, time, log);
        _reads = _meter.CreateCounter<long>("deepfix.knowledge.cache.second_level.reads", "{read}", "Answers looked for in the second level, by outcome");
    }

    /// <summary>Whether it answers, as far as is known.</summary>
    public SecondLevelState State => (SecondLevelState)Volatile.Read(ref _state);

    /// <summary>Asks whether it answers; the state tells.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        (bool isAnswered, _) = await TryAsync(token => _inner.GetAsync("probe", token), PatienceOfProbe, cancellationToken);
        if (isAnswered && Interlocked.Exchange(ref _state, (int)SecondLevelState.Answers) == (int)SecondLevelState.Away) _log.SecondLevelBack();
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        if (State != SecondLevelState.Answers) return null;
        (bool isAnswered, byte[]? kept) = await TryAsync(t => _inner.GetAsync(key, t), Patience, token);
        _reads.Add(1, new KeyValuePair<string, object?>("outcome", isAnswered ? kept is null ? "miss" : "hit" : "failed"));
        return kept;
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (State == SecondLevelState.Answers) await TryAsync(t => Nothing(_inner.SetAsync(key, value, options, t)), Patience, token);
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        if (State == SecondLevelState.Answers) await TryAsync(t => Nothing(_inner.RemoveAsync(key, t)), Patience, token);
    }

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        if (State == SecondLevelState.Answers) await TryAsync(t => Nothing(_inner.RefreshAsync(key, t)), Patience, token);
    }

    public byte[]? Get(string key) => throw Blocking();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Blocking();

    public void Remove(string key) => throw Blocking();

    public void Refresh(string key) => throw Blocking();

    public void Dispose() => _meter.Dispose();

    private async Task<(bool IsAnswered, byte[]? Kept)> TryAsync(Func<CancellationToken, Task<byte[]?>> work, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return (true, await work(cancellationToken).WaitAsync(patience, _time, cancellationToken));
        }
        // Whatever ails a second level, the answer is computed without it.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref _state, (int)SecondLevelState.Away) != (int)SecondLevelState.Away) _log.SecondLevelAway(failure.GetType().Name);
            return (false, null);
        }
    }

    private static async Task<byte[]?> Nothing(Task work)
    {
        await work;
        return null;
    }

    private static NotSupportedException Blocking() => new("The second level is asked asynchronously only.");
}
