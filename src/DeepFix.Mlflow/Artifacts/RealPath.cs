namespace DeepFix.Mlflow.Artifacts;

/// <summary>Follows symbolic links, so that a name can be checked against the folder it must stay in.</summary>
internal static class RealPath
{
    // What Linux allows before it calls a path a loop.
    private const int MostLinks = 40;

    /// <summary>The path with every link followed; what does not exist yet is kept as it is. Null for a loop.</summary>
    public static string? Of(string path)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        var left = new Stack<string>(Segments(full, current).Reverse());
        var links = 0;
        while (left.TryPop(out var segment))
        {
            if (segment == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            var next = Path.Combine(current, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }
            if (++links > MostLinks)
                return null;
            if (Path.IsPathRooted(target))
                current = Path.GetPathRoot(target)!;
            foreach (var part in Segments(target, Path.GetPathRoot(target)!).Reverse()) left.Push(part);
        }
        return Path.TrimEndingDirectorySeparator(current);
    }

    /// <summary>Whether a path, its links followed, lies in a folder whose own links were followed.</summary>
    public static bool IsWithin(string path, string realRoot) =>
        Of(path) is { } real && (real == realRoot || real.StartsWith(Path.EndsInDirectorySeparator(realRoot) ? realRoot : realRoot + Path.DirectorySeparatorChar, StringComparison.Ordinal));

    private static IEnumerable<string> Segments(string path, string root) =>
        path[root.Length..].Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".");
}
