namespace DeepFix.Mlflow.Artifacts;

/// <summary>How much one download may transfer. What goes beyond is skipped and named, never cut short in silence.</summary>
public sealed record DownloadLimits
{
    /// <summary>How often a file is read again whose body broke off.</summary>
    public int MaxBrokenBodies { get; init; } = 3;

    /// <summary>Largest file, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 64L << 20;

    /// <summary>Most files.</summary>
    public int MaxFiles { get; init; } = 200;

    /// <summary>Most bytes over all files.</summary>
    public long MaxTotalBytes { get; init; } = 256L << 20;

    /// <summary>Most folders that are listed.</summary>
    public int MaxFolders { get; init; } = 1000;

    /// <summary>Longest time for lists and files together.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Most requests at once.</summary>
    public int MaxConcurrency { get; init; } = 8;
}
