namespace DeepFix.Client;

/// <summary>How often an accepted analysis is asked after: at once, then after waits that grow from <see cref="InitialInterval"/> to <see cref="MaxInterval"/>.</summary>
/// <remarks>A <c>Retry-After</c> of the server makes a wait longer, never shorter.</remarks>
public sealed record PollingConfig
{
    /// <summary>First wait.</summary>
    public TimeSpan InitialInterval { get; init => field = Positive(value); } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait.</summary>
    public TimeSpan MaxInterval { get; init => field = Positive(value); } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which waiting is given up; the analysis itself goes on.</summary>
    public TimeSpan MaxWaitTime { get; init => field = Positive(value); } = TimeSpan.FromSeconds(300);

    /// <summary>How much longer each wait is than the one before, at least 1.</summary>
    public double BackoffFactor
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "BackoffFactor is 1 to 100.");
    } = 1.5;

    /// <summary>The same wait each time.</summary>
    /// <param name="interval">The wait.</param>
    /// <param name="maxWaitTime">Time after which waiting is given up; null = 5 minutes.</param>
    public static PollingConfig Every(TimeSpan interval, TimeSpan? maxWaitTime = null)
    {
        var usual = new PollingConfig();
        return usual with { InitialInterval = interval, MaxInterval = interval, BackoffFactor = 1, MaxWaitTime = maxWaitTime ?? usual.MaxWaitTime };
    }

    internal TimeSpan After(TimeSpan interval)
    {
        TimeSpan next = interval * BackoffFactor;
        return next < MaxInterval ? next : MaxInterval;
    }

    private static TimeSpan Positive(TimeSpan value)
        => value > TimeSpan.Zero && value <= TimeSpan.FromDays(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It is more than zero and at most a day.");
}
