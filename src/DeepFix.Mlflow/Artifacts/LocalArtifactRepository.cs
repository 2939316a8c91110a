using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Artifacts in a folder of this machine. No name leaves the folder: not by <c>..</c>, not as an absolute path, not through a symbolic link.</summary>
/// <param name="folder">The root; it need not exist.</param>
/// <param name="allowUploads">Whether files may be written.</param>
public sealed class LocalArtifactRepository(string folder, bool allowUploads = false) : IArtifactRepository
{
    private static readonly EnumerationOptions AllEntries = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>Full path of the root.</summary>
    public string Folder => _root;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default) => Guarded<IReadOnlyList<ArtifactInfo>>(path, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var directory = new DirectoryInfo(Resolve(path, isRootAllowed: true));
        if (!directory.Exists)
            return [];
        List<ArtifactInfo> found = [];
        foreach (var entry in directory.EnumerateFileSystemInfos("*", AllEntries))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Describe(entry, path) is { } info) found.Add(info);
        }
        found.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return found;
    });

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default) => Guarded<Stream>(path, () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var full = Resolve(path, isRootAllowed: false);
        if (Directory.Exists(full))
            throw NotFound(path, "is a folder", "List the folder and read its files.");
        return new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 65536, FileOptions.Asynchronous | FileOptions.SequentialScan);
    });

    /// <inheritdoc/>
    public async Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!allowUploads)
            throw new MlflowException(MlflowErrorCode.NotSupported, $"The artifact folder {_root} is open for reading only.", "Write through the MLflow server, or allow uploads to this folder.");
        await Guarded(path, async () =>
        {
            await WriteAsync(Resolve(path, isRootAllowed: false), content, cancellationToken);
            return true;
        });
    }

    private static async Task WriteAsync(string full, Stream content, CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(full)!;
        try
        {
            _ = Directory.CreateDirectory(folder);
        }
        catch (DirectoryNotFoundException failure)
        {
            throw StoreErrors.Unreadable($"The folder {folder} cannot be made: a file stands where a folder should.", "Upload under another name.", cause: failure);
        }
        // A reader never sees half a file: it is written beside and then moved over.
        var partial = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
                await content.CopyToAsync(file, cancellationToken);
            File.Move(partial, full, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private string Resolve(string path, bool isRootAllowed)
    {
        ArtifactPath.Check(path, isRootAllowed);
        var full = path.Length == 0 ? _root : Path.Combine(_root, path);
        var isInside = RealPath.Of(_root) is { } realRoot && RealPath.IsWithin(full, realRoot);
        return isInside
            ? full
            : throw StoreErrors.Invalid($"The artifact '{path}' is a link that leaves the folder of the run.", "Copy the file into the run's artifacts instead of linking to it.");
    }

    private ArtifactInfo? Describe(FileSystemInfo entry, string parent)
    {
        var path = parent.Length == 0 ? entry.Name : $"{parent}/{entry.Name}";
        if (entry.LinkTarget is null)
            return Info(entry, path);
        // Broken links and links that leave the root are as good as absent.
        var isInside = RealPath.Of(_root) is { } realRoot && RealPath.IsWithin(entry.FullName, realRoot);
        return isInside && entry.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? Info(target, path) : null;
    }

    private static ArtifactInfo Info(FileSystemInfo entry, string path) => entry is FileInfo file ? new(path, IsDirectory: false, file.Length) : new(path, IsDirectory: true, null);

    private static Task<T> Guarded<T>(string path, Func<T> work) => Guarded(path, () => Task.Run(work));

    private static async Task<T> Guarded<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NotFound(path, "is not there", "List the folder to see what the run logged.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Unreadable($"The artifact '{path}' cannot be read or written: {failure.Message}", "Check the permissions and the disk.", cause: failure);
        }
    }

    private static MlflowException NotFound(string path, string how, string remedy) => new(MlflowErrorCode.ArtifactNotFound, $"The artifact '{path}' {how}.", remedy);
}
