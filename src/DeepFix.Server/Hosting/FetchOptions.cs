namespace DeepFix.Server.Hosting;

/// <summary>What may be fetched of one run: section <c>DeepFix:Fetch</c>.</summary>
internal sealed record FetchOptions
{
    /// <summary>Largest file, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>Most files.</summary>
    public int MaxFiles { get; init; } = 200;

    /// <summary>Most bytes of all files together.</summary>
    public long MaxTotalBytes { get; init; } = 256L << 20;

    /// <summary>Requests to the tracking server at once.</summary>
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Longest fetch, in seconds; a shorter analysis time cuts it.</summary>
    public double TimeoutSeconds { get; init; } = 120;
}
