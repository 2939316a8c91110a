using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace DeepFix.Server.Tests.Knowledge;

/// <summary>A second level in memory that counts, and that can be spoilt, fail or hang.</summary>
internal sealed class SharedMemory : IDistributedCache
{
    private readonly ConcurrentDictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private int _reads, _writes;

    public int Reads => Volatile.Read(ref _reads);

    /// <summary>What becomes of a call: null, as it should.</summary>
    public Func<Task>? Fault { get; set; }

    /// <summary>Waits until as many answers were written; HybridCache writes after it has answered.</summary>
    public async Task WrittenAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Volatile.Read(ref _writes) < count) await Task.Delay(1, patience.Token);
    }

    public void Spoil(Func<byte[], byte[]> change)
    {
        foreach (string key in _kept.Keys) _kept[key] = change(_kept[key]);
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        // HybridCache asks once for a time before which all is void.
        if (key.StartsWith("knowledge:", StringComparison.Ordinal)) Interlocked.Increment(ref _reads);
        if (Fault is { } fault) await fault();
        return _kept.GetValueOrDefault(key);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (Fault is { } fault) await fault();
        _kept[key] = value;
        Interlocked.Increment(ref _writes);
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        _kept.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

    public byte[]? Get(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();
}
