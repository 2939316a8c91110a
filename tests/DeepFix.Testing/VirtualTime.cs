namespace DeepFix.Testing;

/// <summary>A clock that stands still but for <see cref="Run"/>, which jumps from timer to timer: minutes of waiting take no time, and every wait is exact.</summary>
public sealed class VirtualTime : TimeProvider
{
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _due = new();
    private readonly Lock _lock = new();
    private long _now;
    private long _order;

    /// <summary>When it starts.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Seconds since the start.</summary>
    public double Seconds => (double)Interlocked.Read(ref _now) / TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Start.AddTicks(Interlocked.Read(ref _now));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        _ = timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Begins something without a synchronisation context, so that all of it stays on this thread, and lets time pass until it ends.</summary>
    public T Run<T>(Func<Task<T>> begin)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Run(begin());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Lets time pass until the task ends. What a fired timer wakes runs before the next fires; where it went to another thread, that thread gets a moment.</summary>
    /// <exception cref="InvalidOperationException">Nothing is left that could end it.</exception>
    public T Run<T>(Task<T> task)
    {
        Pass(task);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Lets time pass until the task ends.</summary>
    public void Run(Task task)
    {
        Pass(task);
        task.GetAwaiter().GetResult();
    }

    private void Pass(Task task)
    {
        while (!task.IsCompleted)
        {
            if (Fire()) continue;
            if (!SpinWait.SpinUntil(() => task.IsCompleted || HasTimers(), TimeSpan.FromSeconds(5))) throw new InvalidOperationException("Nothing is due, and the task has not ended.");
        }
    }

    private bool HasTimers()
    {
        lock (_lock) return _due.Count > 0;
    }

    private bool Fire()
    {
        VirtualTimer timer;
        lock (_lock)
        {
            if (!_due.TryDequeue(out timer!, out var when)) return false;
            if (timer.Order != when.Order) return true;
            Interlocked.Exchange(ref _now, Math.Max(_now, when.Due));
        }

        timer.Fire();
        return true;
    }

    private sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        /// <summary>Of the entry in the queue that counts; others are left-overs of changes.</summary>
        public long Order { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                _period = period;
                Order = ++time._order;
                if (dueTime != Timeout.InfiniteTimeSpan) time._due.Enqueue(this, (time._now + dueTime.Ticks, Order));
            }

            return true;
        }

        public void Fire()
        {
            Change(_period, _period);
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
