using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Stores;

/// <summary>Where things lie in an mlruns folder. Nothing outside of it is read: ids are checked, and links that leave it are passed over.</summary>
internal sealed class StoreFolder(string path)
{
    private const string Trash = ".trash";

    private static readonly EnumerationOptions AllEntries = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    public string Path => path;

    /// <summary>Folders of experiments, active ones first, by name.</summary>
    public IEnumerable<DirectoryInfo> Experiments()
    {
        var root = new DirectoryInfo(path);
        if (!root.Exists)
            throw StoreErrors.Unreadable(
                File.Exists(path) ? $"{path} is a file, not an mlruns folder." : $"There is no folder {path}.", "Give the path of the mlruns folder that the training wrote to.");
        List<DirectoryInfo> found = [.. WithMeta(root), .. WithMeta(new DirectoryInfo(System.IO.Path.Combine(path, Trash)))];
        if (found.Count == 0)
            throw StoreErrors.Unreadable(
                $"{path} is not an mlruns folder: no folder in it has a meta.yaml.",
                Directory.Exists(System.IO.Path.Combine(path, "mlruns")) ? $"Give the path {System.IO.Path.Combine(path, "mlruns")}." : "Give the path of the mlruns folder that the training wrote to.");
        return found;
    }

    /// <summary>Folders of the runs of an experiment, by name. One without <c>meta.yaml</c> is being created, and not a run yet.</summary>
    public IEnumerable<DirectoryInfo> Runs(DirectoryInfo experiment) => WithMeta(experiment).Where(folder => folder.Name is not ("tags" or "datasets" or "traces" or "models"));

    /// <summary>Folders that hold a run id, the one whose experiment is active first.</summary>
    public IEnumerable<DirectoryInfo> FoldersOf(string runId)
    {
        CheckId(runId, "run");
        return Experiments().Select(experiment => new DirectoryInfo(System.IO.Path.Combine(experiment.FullName, runId))).Where(HasMeta).Where(IsInside);
    }

    public DirectoryInfo? Experiment(string experimentId)
    {
        CheckId(experimentId, "experiment");
        return Experiments().FirstOrDefault(folder => folder.Name == experimentId);
    }

    public IEnumerable<DirectoryInfo> Folders(DirectoryInfo parent) => Entries(parent).OfType<DirectoryInfo>();

    /// <summary>Every file under a folder with its key: sub folders are joined by <c>/</c>.</summary>
    public IEnumerable<(string Key, FileInfo File)> Keys(DirectoryInfo folder, string prefix = "")
    {
        foreach (var entry in Entries(folder))
        {
            if (entry is FileInfo file)
            {
                yield return (prefix + entry.Name, file);
                continue;
            }
            foreach (var nested in Keys((DirectoryInfo)entry, prefix + entry.Name + "/")) yield return nested;
        }
    }

    /// <summary>The file of a key, which may not leave its folder; null where there is none.</summary>
    public FileInfo? FileOf(DirectoryInfo folder, string key)
    {
        var isRefused = string.IsNullOrEmpty(key) || key.Contains('\0', StringComparison.Ordinal) || System.IO.Path.IsPathRooted(key) || StoreUri.HasDrive(key)
            || key.Split('/', '\\').Any(segment => segment is "" or "." or "..");
        if (isRefused)
            throw StoreErrors.Invalid($"'{key?.Replace('\0', '?')}' is no metric key.", "Metric keys have no empty segment, no '.' and no '..' between slashes.");
        var file = new FileInfo(System.IO.Path.Combine(folder.FullName, key));
        return file.Exists && IsInside(file) ? file : null;
    }

    private IEnumerable<DirectoryInfo> WithMeta(DirectoryInfo parent) => Folders(parent).Where(HasMeta);

    private IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        if (!folder.Exists || IsLinkOut(folder))
            return [];
        var entries = folder.GetFileSystemInfos("*", AllEntries).Where(entry => !IsLinkOut(entry));
        return entries.OrderBy(entry => entry.Name, StringComparer.Ordinal);
    }

    private bool IsInside(FileSystemInfo entry) => RealPath.Of(path) is { } root && RealPath.IsWithin(entry.FullName, root);

    private bool IsLinkOut(FileSystemInfo entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !IsInside(entry);

    private bool HasMeta(DirectoryInfo folder) => new FileInfo(System.IO.Path.Combine(folder.FullName, "meta.yaml")) is { Exists: true } file && !IsLinkOut(file);

    private static void CheckId(string id, string what)
    {
        ArgumentNullException.ThrowIfNull(id);
        var isId = id.Length is > 0 and <= 256 && char.IsAsciiLetterOrDigit(id[0]) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        if (!isId)
            throw StoreErrors.Invalid($"'{id.Replace('\0', '?')}' is no {what} id.", "Ids are letters, digits, '_' and '-'.");
    }
}
