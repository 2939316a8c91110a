using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Analysis;

/// <summary>The folder in which this process keeps what it fetches. A process that was killed leaves its folder behind; the next one to start removes it.</summary>
internal sealed class WorkFolder(IOptions<ServerOptions> options, TimeProvider time) : IDisposable
{
    private const string Prefix = "deepfix-server-", LockName = ".lock";

    private static readonly TimeSpan LongestMaking = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private string? _path;
    private FileStream? _lock;

    /// <summary>The folder; made where it is not there.</summary>
    public string Path
    {
        get
        {
            lock (_gate) return _path is not null && Directory.Exists(_path) ? _path : _path = Create();
        }
    }

    private string Root => options.Value.TempFolder ?? System.IO.Path.GetTempPath();

    /// <summary>Removes the folders of processes that are no more: whose lock nobody holds.</summary>
    public void RemoveLeftovers()
    {
        if (!Directory.Exists(Root)) return;
        foreach (string folder in Directory.EnumerateDirectories(Root, Prefix + "*"))
        {
            if (folder != _path) TryRemove(folder);
        }

        foreach (string folder in Directory.EnumerateDirectories(Root, "." + Prefix + "*"))
        {
            if (time.GetUtcNow().UtcDateTime - Directory.GetCreationTimeUtc(folder) > LongestMaking) TryRemove(folder);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _lock?.Dispose();
            if (_path is not null) TryRemove(_path);
        }
    }

    private string Create()
    {
        _lock?.Dispose();
        string folder = System.IO.Path.Combine(Root, Prefix + System.IO.Path.GetRandomFileName());
        // Made under another name and moved: without its lock, another process that starts now would take it for a leftover.
        string making = System.IO.Path.Combine(Root, "." + System.IO.Path.GetFileName(folder));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(making);
        else Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _lock = new FileStream(System.IO.Path.Combine(making, LockName), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Directory.Move(making, folder);
        return folder;
    }

    private static void TryRemove(string folder)
    {
        try
        {
            using (new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception heldOrForeign) when (heldOrForeign is IOException or UnauthorizedAccessException)
        {
            // Somebody works there, or it is another user's.
        }
    }
}
