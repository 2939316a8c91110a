namespace DeepFix.Load;

/// <summary>Where a server keeps its job store and its temporary files, apart from everybody else's.</summary>
public sealed class Place : IDisposable
{
    private readonly string _folder;

    /// <param name="postgres">Connection string of its job store; null: a SQLite file in this place.</param>
    /// <param name="leaseSeconds">Seconds without a sign of life after which work is taken up by others.</param>
    /// <param name="parent">Folder in which the place is made; null: the system's for temporary files.</param>
    public Place(string? postgres = null, double leaseSeconds = 8, string? parent = null)
    {
        _folder = parent is null ? Directory.CreateTempSubdirectory("deepfix-load-").FullName : Directory.CreateDirectory(Path.Combine(parent, "place")).FullName;
        Directory.CreateDirectory(TempFolder);
        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DeepFix__TempFolder"] = TempFolder,
            ["DeepFix__Jobs__LeaseSeconds"] = FormattableString.Invariant($"{leaseSeconds}"),
            [postgres is null ? "DeepFix__Jobs__SqlitePath" : "DeepFix__Jobs__PostgresConnectionString"] = postgres ?? SqlitePath,
        };
    }

    /// <summary>The SQLite file, where it is one.</summary>
    public string SqlitePath => Path.Combine(_folder, "jobs.db");

    /// <summary>The folder for temporary files.</summary>
    public string TempFolder => Path.Combine(_folder, "temp");

    /// <summary>The server's environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What lies in the folder for temporary files but for the locks of running servers.</summary>
    public IReadOnlyList<string> Leftovers(int runningServers)
    {
        string[] folders = Directory.GetDirectories(TempFolder);
        string[] inside = [.. folders.SelectMany(f => Directory.GetFileSystemEntries(f)).Where(e => Path.GetFileName(e) != ".lock")];
        return folders.Length > runningServers ? [.. inside, .. folders.Skip(runningServers)] : inside;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
