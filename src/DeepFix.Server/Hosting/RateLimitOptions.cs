namespace DeepFix.Server.Hosting;

/// <summary>How often one API key may call: section <c>DeepFix:RateLimit</c>. Without API keys nothing is counted.</summary>
internal sealed record RateLimitOptions
{
    /// <summary>Requests of one key in a minute, in the long run.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Requests of one key at once, after a pause.</summary>
    public int Burst { get; init; } = 120;
}
