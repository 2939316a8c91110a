using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Artifacts that exist by their description only, so that a file of 5 GB costs nothing until it is read; counts what is asked of it.</summary>
internal sealed class MadeUpRepository : IArtifactRepository
{
    private readonly Dictionary<string, MadeUpFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _listed = [];
    private readonly Lock _lock = new();
    private long _bytesGiven;
    private int _open;

    public IReadOnlyList<string> Listed => _listed;

    public long BytesGiven => Interlocked.Read(ref _bytesGiven);

    public int MostOpen { get; private set; }

    public MadeUpRepository With(string path, long size, long? listedAs = null, bool isSizeListed = true, MlflowException? failure = null, TimeSpan delay = default, int breaksAfter = int.MaxValue)
    {
        _files[path] = new MadeUpFile(size, isSizeListed ? listedAs ?? size : null, failure, delay, breaksAfter);
        return this;
    }

    public void Replace(string path, long size) => _files[path] = _files[path] with { Size = size, ListedSize = size };

    /// <summary>Done once, when the file is opened.</summary>
    public Dictionary<string, Action> WhenOpened { get; } = new(StringComparer.Ordinal);

    /// <summary>Entries that are listed in a folder as they are, whatever they say.</summary>
    public Dictionary<string, IReadOnlyList<ArtifactInfo>> Lies { get; } = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock) _listed.Add(path);
        if (Lies.TryGetValue(path, out var lies)) return Task.FromResult(lies);
        var prefix = path.Length == 0 ? "" : path + "/";
        var below = _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var files = below.Where(file => !file.Key[prefix.Length..].Contains('/')).Select(file => new ArtifactInfo(file.Key, false, file.Value.ListedSize));
        var folders = below.Where(file => file.Key[prefix.Length..].Contains('/')).Select(file => prefix + file.Key[prefix.Length..].Split('/')[0]).Distinct(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<ArtifactInfo>>([.. files, .. folders.Select(folder => new ArtifactInfo(folder, true, null))]);
    }

    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        if (!_files.TryGetValue(path, out var file)) throw RelativePath.NotFound(path, "nowhere");
        if (file.Failure is not null) throw file.Failure;
        lock (_lock) MostOpen = Math.Max(MostOpen, ++_open);
        await Task.Delay(file.Delay, cancellationToken);
        if (WhenOpened.Remove(path, out var action)) action();
        return new MadeUpContent(file.Size, file.BreaksAfter, count => Interlocked.Add(ref _bytesGiven, count), () => { lock (_lock) _open--; });
    }

    public Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default) => throw new MlflowException(MlflowErrorCode.NotSupported, "Read only.", "");

    private sealed record MadeUpFile(long Size, long? ListedSize, MlflowException? Failure, TimeSpan Delay, int BreaksAfter);
}
