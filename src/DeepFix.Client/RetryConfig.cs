namespace DeepFix.Client;

/// <summary>When a request that failed is sent again: min(base · factor^attempt, max), plus up to a tenth of it at random, so that clients that failed together do not come back together.</summary>
/// <remarks>A <c>Retry-After</c> of the server takes the place of the back-off and its limit; the random part only makes it longer.</remarks>
public sealed record RetryConfig
{
    /// <summary>Share of a wait that is added at random, at most.</summary>
    private const double Jitter = 0.1;

    /// <summary>Requests after the first one at most, 0 to 100.</summary>
    public int MaxRetries { get; init => field = Range(value, 0, 100); } = 3;

    /// <summary>Wait before the first of them.</summary>
    public TimeSpan BaseDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait, but for what a server asks for and the random part.</summary>
    public TimeSpan MaxDelay { get; init => field = NotNegative(value); } = TimeSpan.FromSeconds(10);

    /// <summary>How much longer each wait is than the one before, at least 1.</summary>
    public double BackoffFactor
    {
        get;
        init => field = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "BackoffFactor is 1 to 100.");
    } = 2;

    /// <summary>HTTP statuses that are worth another try, where the answer itself does not say (<c>details.retryable</c>).</summary>
    public IReadOnlyList<int> RetryableStatuses { get; init; } = [408, 429, 500, 502, 503, 504];

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 0.</param>
    /// <param name="random">0 to 1.</param>
    public TimeSpan GetDelay(int attempt, double random)
    {
        double seconds = Math.Min(BaseDelay.TotalSeconds * Math.Pow(BackoffFactor, attempt), MaxDelay.TotalSeconds);
        return WithJitter(TimeSpan.FromSeconds(seconds), random);
    }

    internal static TimeSpan WithJitter(TimeSpan wait, double random) => wait + TimeSpan.FromSeconds(wait.TotalSeconds * Jitter * random);

    private static int Range(int value, int least, int most)
        => value >= least && value <= most ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxRetries is 0 to 100.");

    private static TimeSpan NotNegative(TimeSpan value)
        => value >= TimeSpan.Zero && value <= TimeSpan.FromDays(1) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A wait is between zero and a day.");
}
