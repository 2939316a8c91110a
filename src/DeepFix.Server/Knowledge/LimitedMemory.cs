using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Primitives;

namespace DeepFix.Server.Knowledge;

/// <summary>The first level of the cache: a number of entries and a sum of bytes at most. The entry that was not asked for longest makes room, before the call returns that went over a limit.</summary>
internal sealed class LimitedMemory(CacheLimits limits, TimeProvider time) : IMemoryCache
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;
    private long _evictions;

    /// <summary>Entries kept.</summary>
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

    /// <summary>Entries that made room since the start.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>An entry that is kept once it is disposed of.</summary>
    public ICacheEntry CreateEntry(object key) => new Entry(this, key);

    public bool TryGetValue(object key, out object? value)
    {
        Entry? expired;
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                value = null;
                return false;
            }

            if (!(node.Value.AbsoluteExpiration <= time.GetUtcNow()))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                value = node.Value.Value;
                return true;
            }

            expired = Forget(key);
        }

        expired?.Left(EvictionReason.Expired);
        value = null;
        return false;
    }

    public void Remove(object key)
    {
        Entry? removed;
        lock (_lock) removed = Forget(key);
        removed?.Left(EvictionReason.Removed);
    }

    public void Dispose()
    {
    }

    private void Keep(Entry entry)
    {
        if (entry.Size > limits.MaxBytes)
        {
            entry.Left(EvictionReason.Capacity);
            return;
        }

        List<Entry> left = [];
        Entry? replaced;
        lock (_lock)
        {
            replaced = Forget(entry.Key);
            _byKey[entry.Key] = _byUse.AddFirst(entry);
            _bytes += entry.Size ?? 0;
            while (_byKey.Count > limits.MaxEntries || _bytes > limits.MaxBytes) left.Add(Forget(_byUse.Last!.Value.Key)!);
        }

        Interlocked.Add(ref _evictions, left.Count);
        replaced?.Left(EvictionReason.Replaced);
        foreach (Entry one in left) one.Left(EvictionReason.Capacity);
    }

    private Entry? Forget(object key)
    {
        if (!_byKey.Remove(key, out var node)) return null;
        _byUse.Remove(node);
        _bytes -= node.Value.Size ?? 0;
        return node.Value;
    }

    private sealed class Entry(LimitedMemory memory, object key) : ICacheEntry
    {
        private bool _isKept;

        public object Key => key;

        public object? Value { get; set; }

        public DateTimeOffset? AbsoluteExpiration { get; set; }

        public TimeSpan? AbsoluteExpirationRelativeToNow
        {
            get => AbsoluteExpiration - memory.Now;
            set => AbsoluteExpiration = value is { } life ? memory.Now + life : null;
        }

        public TimeSpan? SlidingExpiration
        {
            get => null;
            set
            {
                if (value is not null) throw new NotSupportedException("An answer's life does not grow by being asked for.");
            }
        }

        public IList<IChangeToken> ExpirationTokens { get; } = [];

        public IList<PostEvictionCallbackRegistration> PostEvictionCallbacks { get; } = [];

        public CacheItemPriority Priority { get; set; }

        public long? Size { get; set; }

        public void Left(EvictionReason reason)
        {
            foreach (PostEvictionCallbackRegistration callback in PostEvictionCallbacks) callback.EvictionCallback?.Invoke(key, Value, reason, callback.State);
        }

        public void Dispose()
        {
            if (_isKept) return;
            _isKept = true;
            memory.Keep(this);
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();
}
