using System.Diagnostics.Metrics;

namespace DeepFix.Server.Knowledge;

/// <summary>Keeps answers by key. One that is asked for many times at once is computed once; the one that was not asked for longest makes room.</summary>
internal sealed class AnswerCache<T> : IDisposable
    where T : class
{
    private readonly CacheLimits _limits;
    private readonly TimeProvider _time;
    private readonly Func<T, long> _sizeOf;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _byUse = new();
    private readonly Meter _meter = new("DeepFix.Knowledge");
    private readonly Counter<long> _hits, _misses, _evictions;
    private long _bytes;

    public AnswerCache(CacheLimits limits, TimeProvider time, Func<T, long> sizeOf)
    {
        (_limits, _time, _sizeOf) = (limits, time, sizeOf);
        _hits = _meter.CreateCounter<long>("deepfix.knowledge.cache.hits");
        _misses = _meter.CreateCounter<long>("deepfix.knowledge.cache.misses");
        _evictions = _meter.CreateCounter<long>("deepfix.knowledge.cache.evictions");
        _meter.CreateObservableGauge("deepfix.knowledge.cache.entries", () => Entries);
        _meter.CreateObservableGauge("deepfix.knowledge.cache.size", () => Bytes, "By");
    }

    /// <summary>Answers kept.</summary>
    public int Entries
    {
        get
        {
            lock (_lock) return _byKey.Count;
        }
    }

    /// <summary>Their bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock) return _bytes;
        }
    }

    /// <summary>The answer kept under a key, or the one computed now.</summary>
    public (T Answer, bool IsKept) Get(string key, Func<T> compute)
    {
        (Kept kept, bool isKept) = Find(key, compute);
        (isKept ? _hits : _misses).Add(1);
        T answer;
        try
        {
            answer = kept.Answer.Value;
        }
        catch
        {
            lock (_lock) Forget(kept);
            throw;
        }

        if (!isKept) Count(kept, answer);
        return (answer, isKept);
    }

    public void Dispose() => _meter.Dispose();

    private (Kept Kept, bool IsKept) Find(string key, Func<T> compute)
    {
        DateTimeOffset now = _time.GetUtcNow();
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var node) && now - node.Value.Since < _limits.Life)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return (node.Value, true);
            }

            if (node is not null) Forget(node.Value);
            var kept = new Kept(key, now, new Lazy<T>(compute));
            _byKey[key] = _byUse.AddFirst(kept);
            MakeRoom();
            return (kept, false);
        }
    }

    private void Count(Kept kept, T answer)
    {
        long size = _sizeOf(answer);
        lock (_lock)
        {
            if (!IsHeld(kept)) return;
            kept.Bytes = size;
            _bytes += size;
            MakeRoom();
        }
    }

    private void MakeRoom()
    {
        while (_byKey.Count > _limits.MaxEntries || (_bytes > _limits.MaxBytes && _byKey.Count > 0))
        {
            Forget(_byUse.Last!.Value);
            _evictions.Add(1);
        }
    }

    private bool IsHeld(Kept kept) => _byKey.TryGetValue(kept.Key, out var node) && ReferenceEquals(node.Value, kept);

    private void Forget(Kept kept)
    {
        if (!IsHeld(kept)) return;
        _byKey.Remove(kept.Key, out var node);
        _byUse.Remove(node!);
        _bytes -= kept.Bytes;
    }

    private sealed class Kept(string key, DateTimeOffset since, Lazy<T> answer)
    {
        public string Key => key;

        public DateTimeOffset Since => since;

        public Lazy<T> Answer => answer;

        public long Bytes { get; set; }
    }
}
