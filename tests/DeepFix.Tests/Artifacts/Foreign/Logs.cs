using System.Text;
using DeepFix.Artifacts;
using DeepFix.Artifacts.Foreign;

namespace DeepFix.Tests.Artifacts.Foreign;

/// <summary>Logs of other formats, written by tests and read back.</summary>
internal static class Logs
{
    public static ForeignLog Read(string text, string name = "log.txt", params string[] map) => Read(Encoding.UTF8.GetBytes(text), name, map);

    public static ForeignLog Read(byte[] bytes, string name = "log.txt", params string[] map)
        => ForeignReader.Read(new ForeignSource(name, [File(name, bytes)], []), ColumnMap.Parse(map), TestContext.Current.CancellationToken);

    public static RunFile File(string path, byte[] bytes) => new(path, bytes.Length, () => new MemoryStream(bytes));

    public static RunFile File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    /// <summary>The metrics as the engine then sees them.</summary>
    public static MetricTable Metrics(this ForeignLog log)
        => ArtifactParser.Parse(new RunRecord { RunId = "r", Files = log.Files }, cancellationToken: TestContext.Current.CancellationToken).Training!.Metrics;

    public static double[] Values(this ForeignLog log, string metric) => log.Metrics().Find(metric)?.Values.ToArray() ?? [];

    /// <summary>The text of the normalised table.</summary>
    public static string Csv(this ForeignLog log)
    {
        using var reader = new StreamReader(log.Files[0].Open());
        return reader.ReadToEnd();
    }
}
