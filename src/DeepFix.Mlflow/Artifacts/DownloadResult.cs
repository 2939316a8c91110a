namespace DeepFix.Mlflow.Artifacts;

/// <summary>What a download brought.</summary>
public sealed record DownloadResult
{
    /// <summary>Files that arrived whole, by artifact path.</summary>
    public required IReadOnlyList<DownloadedFile> Files { get; init; }

    /// <summary>Wanted files that did not, by artifact path.</summary>
    public required IReadOnlyList<SkippedFile> Skipped { get; init; }

    /// <summary>Everything the listed folders hold, wanted or not, by path.</summary>
    public required IReadOnlyList<ArtifactInfo> Listed { get; init; }

    /// <summary>Bytes of content that were received, those of given-up files included.</summary>
    public required long BytesTransferred { get; init; }
}
