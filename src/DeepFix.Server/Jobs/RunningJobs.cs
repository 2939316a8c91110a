using System.Collections.Concurrent;

namespace DeepFix.Server.Jobs;

/// <summary>What runs on this replica, so that a cancellation that arrives here stops the work at once.</summary>
internal sealed class RunningJobs
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _stops = new(StringComparer.Ordinal);

    /// <summary>Remembers how to stop a request while it runs here.</summary>
    public IDisposable Add(string requestId, CancellationTokenSource stop)
    {
        _stops[requestId] = stop;
        return new Entry(this, requestId, stop);
    }

    /// <summary>Whether it runs here.</summary>
    public bool Has(string requestId) => _stops.ContainsKey(requestId);

    /// <summary>Stops it, if it runs here; on another replica the next pulse does.</summary>
    public void Stop(string requestId)
    {
        if (!_stops.TryGetValue(requestId, out CancellationTokenSource? stop)) return;
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in this very moment.
        }
    }

    private sealed class Entry(RunningJobs running, string requestId, CancellationTokenSource stop) : IDisposable
    {
        public void Dispose() => running._stops.TryRemove(new(requestId, stop));
    }
}
