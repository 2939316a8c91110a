using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>The stores that real MLflow wrote, unpacked when first asked for into a folder that lives as long as the test class.</summary>
public sealed class RecordedStores : IDisposable
{
    public static readonly IReadOnlyList<string> Names = ["v2-file", "v2-sqlite-proxied", "v3-file", "v3-sqlite-local", "v3-sqlite-proxied"];

    private readonly ScratchFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<string>> _unpacked = new(StringComparer.Ordinal);

    /// <summary>The folder that holds mlflow.db or mlruns.</summary>
    public string FolderOf(string name) => _unpacked.GetOrAdd(name, key => new Lazy<string>(() => Unpack(key))).Value;

    /// <summary>Path of mlflow.db or of mlruns.</summary>
    public string PathOf(string name) => Path.Combine(FolderOf(name), IsFileStore(name) ? "mlruns" : "mlflow.db");

    public ITrackingStore Open(string name) =>
        IsFileStore(name) ? new FileTrackingStore(PathOf(name), new MlflowOptions()) : new SqliteTrackingStore(PathOf(name), new MlflowOptions());

    public static bool IsFileStore(string name) => name.EndsWith("-file", StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private string Unpack(string name)
    {
        // The lightning archive has its files at the top; the others lie in a folder named like the store.
        var target = name == "lightning" ? _folder.Combine("lightning") : _folder.Path;
        _ = Directory.CreateDirectory(target);
        using var file = File.OpenRead(RepositoryFiles.PathOf("tests", "mlflow", "stores", name + ".tar.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(unzipped, target, overwriteFiles: false);
        return _folder.Combine(name);
    }
}
