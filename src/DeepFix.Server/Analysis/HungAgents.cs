using System.Collections.Concurrent;

namespace DeepFix.Server.Analysis;

/// <summary>Work that was given up because its time was over, and that goes on all the same: each piece keeps a thread.</summary>
internal sealed class HungAgents(TimeProvider time, ILogger<HungAgents> log)
{
    /// <summary>So many, and the server should be started anew.</summary>
    public const int TooMany = 5;

    /// <summary>An agent that looks at its token ends within this.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, long> _since = new();

    /// <summary>How many hang now.</summary>
    public int Count => _since.Values.Count(since => time.GetElapsedTime(since) >= Grace);

    /// <summary>Watches work that nobody waits for any more, until it ends.</summary>
    public void Watch(string name, Task work)
    {
        _since[work] = time.GetTimestamp();
        log.GaveUp(name);
        _ = work.ContinueWith(ended => _since.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
