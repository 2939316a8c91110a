namespace DeepFix.Client;

/// <summary>Where the DeepFix server is, and how patient a client is with it.</summary>
public sealed record DeepFixClientOptions
{
    /// <summary>Where a server listens unless told otherwise.</summary>
    public const string DefaultServerUrl = "http://localhost:8000";

    /// <summary>Address of the server.</summary>
    public string ServerUrl { get; init; } = DefaultServerUrl;

    /// <summary>API key, where the server's operator asks for one; null = environment variable <c>DEEPFIX_API_KEY</c>. Sent to <see cref="ServerUrl"/> only.</summary>
    public string? ApiKey { get; init; }

    /// <summary>When a failed request is sent again.</summary>
    public RetryConfig Retry { get; init; } = new();

    /// <summary>How often an accepted analysis is asked after.</summary>
    public PollingConfig Polling { get; init; } = new();

    /// <summary>Longest wait for a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for one answer other than an analysis's.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than its <c>max_analysis_time</c> an analysis may take to answer: at least 5 s.</summary>
    public TimeSpan AnalysisGrace
    {
        get;
        init => field = value >= TimeSpan.FromSeconds(5) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The server answers within max_analysis_time: less than 5 s more would cut answers that are on their way.");
    } = TimeSpan.FromSeconds(5);

    /// <summary>Never printed whole: an API key is a secret.</summary>
    public override string ToString() => $"{nameof(DeepFixClientOptions)} {{ ServerUrl = {ServerUrl} }}";
}
