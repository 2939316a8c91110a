using System.Globalization;
using System.Text;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Cli.Runs;

/// <summary>A run for people.</summary>
internal static class RunText
{
    public static string Render(RunDetails details, Palette palette)
    {
        Run run = details.Run;
        var text = new StringBuilder();
        text.Append(palette.Strong(SafeText.Line(run.Name ?? run.RunId))).Append('\n');
        Section("", [("run id", run.RunId), ("experiment", run.ExperimentId), ("status", run.Status.ToString().ToLowerInvariant()), ("started", Time(run.StartTime)), ("ended", Time(run.EndTime)), ("artifacts", run.ArtifactUri)]);
        Section("Params", run.Params.Select(p => (p.Key, p.Value)));
        Section("Tags", run.Tags.Select(t => (t.Key, t.Value)));
        Section("Metrics, last values", run.Metrics.Select(m => (m.Key, string.Create(CultureInfo.InvariantCulture, $"{m.Value.Value}  at step {m.Value.Step}"))));
        foreach ((string key, IReadOnlyList<MetricPoint> points) in (details.History ?? new Dictionary<string, IReadOnlyList<MetricPoint>>(StringComparer.Ordinal)).OrderBy(h => h.Key, StringComparer.Ordinal))
            Section($"{key}, {points.Count.ToString(CultureInfo.InvariantCulture)} points", points.Select(p => (p.Step.ToString(CultureInfo.InvariantCulture), p.Value.ToString(CultureInfo.InvariantCulture))), isOrdered: true);
        Section("Artifacts", details.Artifacts.Select(a => (a.Path, Said(a))));
        return text.ToString();

        void Section(string heading, IEnumerable<(string Key, string Value)> items, bool isOrdered = false)
        {
            (string Key, string Value)[] rows = [.. (isOrdered || heading.Length == 0 ? items : items.OrderBy(i => i.Key, StringComparer.Ordinal)).Select(i => (SafeText.Line(i.Key), SafeText.Line(i.Value)))];
            if (rows.Length == 0) return;
            if (heading.Length > 0) text.Append('\n').Append(palette.Strong(SafeText.Line(heading))).Append('\n');
            int width = Math.Min(rows.Max(r => r.Key.Length), 48);
            foreach ((string key, string value) in rows) text.Append("  ").Append(key.PadRight(width)).Append("  ").Append(value).Append('\n');
        }
    }

    /// <summary>To the second, UTC; nothing where it is not known.</summary>
    public static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static string Said(ArtifactFile artifact)
    {
        string size = artifact.Size is { } bytes ? string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes") : "size unknown";
        return artifact.Error is { } error ? $"{size}, not readable: {error}" : artifact.Sha256 is { } hash ? $"{size}  {hash}" : size;
    }
}
