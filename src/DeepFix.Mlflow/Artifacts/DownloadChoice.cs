using System.Globalization;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Which listed files are downloaded, by the sizes that the list states, and which are left out from the start.</summary>
internal sealed record DownloadChoice(IReadOnlyList<ArtifactInfo> Files, IReadOnlyList<SkippedFile> Skipped)
{
    public static DownloadChoice Of(IReadOnlyList<ArtifactInfo> listed, ArtifactSelection selection, DownloadLimits limits)
    {
        var files = new List<ArtifactInfo>();
        var skipped = new List<SkippedFile>();
        var total = 0L;
        foreach (var file in Wanted(listed, selection))
        {
            var size = Math.Max(0, file.Size ?? 0);
            if (size > limits.MaxFileBytes) skipped.Add(new SkippedFile(file.Path, SkipReason.FileTooLarge, TooLarge(size, limits)));
            else if (files.Count >= limits.MaxFiles) skipped.Add(new SkippedFile(file.Path, SkipReason.TooManyFiles, TooMany(limits)));
            else if (total + size > limits.MaxTotalBytes) skipped.Add(new SkippedFile(file.Path, SkipReason.TotalTooLarge, TotalTooLarge(limits)));
            else
            {
                total += size;
                files.Add(file);
            }
        }
        return new DownloadChoice(files, skipped);
    }

    public static string TooLarge(long size, DownloadLimits limits) =>
        string.Create(CultureInfo.InvariantCulture, $"It has {size} bytes or more; at most {limits.MaxFileBytes} are transferred of one file.");

    private static string TooMany(DownloadLimits limits) => string.Create(CultureInfo.InvariantCulture, $"At most {limits.MaxFiles} files are transferred.");

    public static string TotalTooLarge(DownloadLimits limits) =>
        string.Create(CultureInfo.InvariantCulture, $"With it, more than {limits.MaxTotalBytes} bytes would be transferred over all files.");

    private static IEnumerable<ArtifactInfo> Wanted(IReadOnlyList<ArtifactInfo> listed, ArtifactSelection selection) =>
        from file in listed
        where !file.IsDirectory
        let rank = selection.Rank(file.Path)
        where rank is not null
        orderby rank
        select file;
}
