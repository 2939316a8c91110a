namespace DeepFix.Mlflow.Artifacts;

/// <summary>Which artifacts are wanted. Files named first are downloaded first, so that limits cut what matters least.</summary>
public sealed record ArtifactSelection
{
    /// <summary>Everything.</summary>
    public static ArtifactSelection All { get; } = new() { Folders = [""] };

    /// <summary>Single files, by path.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Folders with all they hold, by path; "" is the root.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>The place of a file in the order of downloading; null where it is not wanted.</summary>
    internal int? Rank(string path)
    {
        for (var i = 0; i < Files.Count; i++)
        {
            if (Files[i] == path) return i;
        }
        for (var i = 0; i < Folders.Count; i++)
        {
            if (IsBelow(path, Folders[i])) return Files.Count + i;
        }
        return null;
    }

    /// <summary>Whether a wanted file may lie in or below the folder.</summary>
    internal bool Reaches(string folder) =>
        Files.Any(file => IsBelow(file, folder)) || Folders.Any(wanted => wanted == folder || IsBelow(folder, wanted) || IsBelow(wanted, folder));

    private static bool IsBelow(string path, string folder) =>
        folder.Length == 0 || (path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal));
}
