using System.Globalization;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Lists the folders in which something wanted may lie, each once, level by level.</summary>
internal sealed class ArtifactLister(IArtifactRepository repository, ArtifactSelection selection, DownloadLimits limits)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal) { "" };
    private readonly List<ArtifactInfo> _entries = [];
    private readonly List<SkippedFile> _skipped = [];

    public IReadOnlyList<SkippedFile> Skipped => _skipped;

    /// <summary>Whether the store lists nothing, so that the entries are what may be there.</summary>
    public bool IsGuess { get; private set; }

    public async Task<IReadOnlyList<ArtifactInfo>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await WalkAsync(cancellationToken);
        }
        catch (MlflowException exception) when (exception.Code is MlflowErrorCode.NotSupported && selection.Files.Count > 0 && _entries.Count == 0)
        {
            IsGuess = true;
            return [.. selection.Files.Select(file => new ArtifactInfo(file, IsDirectory: false, Size: null))];
        }
    }

    private async Task<IReadOnlyList<ArtifactInfo>> WalkAsync(CancellationToken cancellationToken)
    {
        List<string> level = [""];
        var listed = 0;
        while (level.Count > 0)
        {
            var fitting = Fitting(level, listed);
            listed += fitting.Count;
            level = Gather(fitting, await ListAllAsync(fitting, cancellationToken));
        }
        _entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return _entries;
    }

    private List<string> Fitting(List<string> level, int listed)
    {
        var fitting = Math.Min(level.Count, limits.MaxFolders - listed);
        foreach (var folder in level.Skip(fitting))
            _skipped.Add(new SkippedFile(folder, SkipReason.TooManyFolders, string.Create(CultureInfo.InvariantCulture, $"The folder was not listed: at most {limits.MaxFolders} are.")));
        return level[..fitting];
    }

    private async Task<IReadOnlyList<ArtifactInfo>[]> ListAllAsync(List<string> folders, CancellationToken cancellationToken)
    {
        var lists = new IReadOnlyList<ArtifactInfo>[folders.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, folders.Count, options, async (i, token) => lists[i] = await repository.ListAsync(folders[i], token));
        return lists;
    }

    private List<string> Gather(List<string> folders, IReadOnlyList<ArtifactInfo>[] lists)
    {
        var next = new List<string>();
        foreach (var (folder, entries) in folders.Zip(lists))
        {
            foreach (var entry in entries.OrderBy(entry => entry.Path, StringComparer.Ordinal))
            {
                if (!IsDirectlyIn(folder, entry.Path))
                {
                    _skipped.Add(new SkippedFile(entry.Path, SkipReason.UnsafePath, $"It was listed in the folder '{folder}' but does not lie there."));
                    continue;
                }
                if (!_seen.Add(entry.Path)) continue;
                _entries.Add(entry);
                if (entry.IsDirectory && selection.Reaches(entry.Path)) next.Add(entry.Path);
            }
        }
        return next;
    }

    private static bool IsDirectlyIn(string folder, string path) =>
        path.Length > 0 && RelativePath.IsInside(path) && RelativePath.Parent(path) == folder && RelativePath.Name(path).Length > 0;
}
