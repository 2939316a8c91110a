using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Builders;

/// <summary>Run records from a few lines of text.</summary>
internal static class SomeRecord
{
    /// <summary>A file of a run.</summary>
    public static RunFile File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    /// <summary>A file of a run.</summary>
    public static RunFile File(string path, byte[] bytes) => new(path, bytes.Length, () => new MemoryStream(bytes));

    /// <summary>A finished run with the given files.</summary>
    public static RunRecord Run(params RunFile[] files) => new() { RunId = "run", Status = RunStatus.Finished, Files = files };

    /// <summary>A finished run with nothing but a metrics.csv.</summary>
    public static RunRecord RunWithMetrics(string csv) => Run(File("training_artifacts/metrics.csv", csv));

    /// <summary>A metric's history, one point at each step.</summary>
    public static MetricHistory History(string key, params (long Step, double Value)[] points)
        => new(key, [.. points.Select((p, i) => new MetricPoint(p.Step, p.Value, 1_700_000_000_000 + i))]);
}
