namespace DeepFix.Artifacts.Reading;

/// <summary>The files of a run by path.</summary>
internal sealed class RunFiles(IReadOnlyList<RunFile> files)
{
    private readonly Dictionary<string, RunFile> _byPath = files.DistinctBy(f => f.Path, StringComparer.Ordinal).ToDictionary(f => f.Path, StringComparer.Ordinal);

    /// <summary>The first of some paths that is there.</summary>
    public RunFile? First(params string[] paths)
    {
        foreach (string path in paths)
        {
            if (_byPath.TryGetValue(path, out RunFile? file)) return file;
        }

        return null;
    }

    /// <summary>The files of a folder with an extension, in order of path.</summary>
    public IReadOnlyList<RunFile> In(string folder, string prefix, string extension)
        => [.. _byPath.Values
            .Where(f => f.Path.StartsWith(folder + "/" + prefix, StringComparison.Ordinal) && f.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            .OrderBy(f => f.Path, StringComparer.Ordinal)];
}
