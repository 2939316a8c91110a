namespace DeepFix.Fetch;

/// <summary>What an analysis may transfer of a run.</summary>
public sealed record FetchLimits
{
    /// <summary>Bytes of one file at most; larger ones are left out and named.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>Files of one run at most.</summary>
    public int MaxFiles { get; init; } = 200;

    /// <summary>Bytes of one run at most.</summary>
    public long MaxTotalBytes { get; init; } = 256L << 20;

    /// <summary>Requests to the tracking server at once.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Longest fetch, where the analysis's own deadline does not end it before.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(120);
}
