using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>The recorded exchanges under tests/mlflow/exchanges, one archive a server.</summary>
public static class RecordedExchanges
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<RecordedExchange>> s_read = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Servers { get; } =
        [.. Directory.EnumerateFiles(Folder(), "*.tar.gz").Select(static f => Path.GetFileName(f)[..^".tar.gz".Length]).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<RecordedExchange> Of(string server) => s_read.GetOrAdd(server, Read);

    public static RecordedExchange Get(string server, string name) => Of(server).Single(e => e.Name == name);

    public static IEnumerable<RecordedExchange> All() => Servers.SelectMany(Of);

    private static RecordedExchange[] Read(string server)
    {
        using var file = File.OpenRead(Path.Combine(Folder(), server + ".tar.gz"));
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(zip);
        var exchanges = new List<RecordedExchange>();
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } data) exchanges.Add(RecordedExchange.Parse(server, JsonNode.Parse(data)!));
        }

        return [.. exchanges];
    }

    private static string Folder()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string candidate = Path.Combine(folder, "tests", "mlflow", "exchanges");
            if (Directory.Exists(candidate)) return candidate;
        }

        throw new DirectoryNotFoundException("tests/mlflow/exchanges");
    }
}
