using System.Globalization;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Fetch;

namespace DeepFix.Evaluation;

/// <summary>Reads foreign logs as their owners left them (<c>raw/</c>) and holds the losses and accuracies against those of their normalised form (<c>metrics.csv</c>).</summary>
internal static class WildRaw
{
    private const double Tolerance = 1e-6;
    private static readonly string[] Curves = ["train_loss", "val_loss", "train_accuracy", "val_accuracy"];

    /// <summary>One line a log that was not read right, then the counts.</summary>
    public static async Task<int> WriteAsync(string folder, TextWriter output)
    {
        int right = 0, wrong = 0, refused = 0;
        foreach (string run in Directory.EnumerateDirectories(folder).Where(d => Directory.Exists(Path.Combine(d, "raw"))).Order(StringComparer.Ordinal))
        {
            (string verdict, string why) = await JudgeAsync(run);
            right += verdict == "right" ? 1 : 0;
            wrong += verdict == "wrong" ? 1 : 0;
            refused += verdict == "refused" ? 1 : 0;
            if (verdict != "right") await output.WriteLineAsync($"{verdict} {Path.GetFileName(run)}: {why}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{right} right, {wrong} wrong, {refused} refused of {right + wrong + refused}"));
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>right, wrong or refused, and why.</summary>
    public static async Task<(string Verdict, string Why)> JudgeAsync(string run)
    {
        MetricTable expected = Metrics(new RunRecord { RunId = "expected", Files = [FileOf(Path.Combine(run, "metrics.csv"))] });
        try
        {
            using FetchedRun read = await new FolderRunSource(Path.Combine(run, "raw"), new FetchLimits()).FetchAsync(TimeSpan.FromMinutes(1), null, default);
            MetricTable found = Metrics(read.Record);
            string[] differences = [.. Curves.SelectMany(c => new[] { c, c + "_as_logged" }).Select(c => Difference(c, expected.Find(c), found.Find(c))).OfType<string>()];
            return differences.Length == 0 ? ("right", "") : ("wrong", $"{string.Join("; ", differences)} ({string.Join(" ", read.Record.Warnings.Take(2))})");
        }
        catch (DeepFixException refusal)
        {
            return ("refused", refusal.Message);
        }
    }

    private static string? Difference(string name, MetricSeries? expected, MetricSeries? found)
    {
        if (expected is null) return found is null ? null : $"{name} is made up";
        if (found is null) return $"{name} is missing";
        if (expected.Count != found.Count) return string.Create(CultureInfo.InvariantCulture, $"{name} has {found.Count} points instead of {expected.Count}");
        for (int i = 0; i < found.Count; i++)
        {
            (double e, double f) = (expected.Values[i], found.Values[i]);
            if (!(e == f || (double.IsNaN(e) && double.IsNaN(f)) || Math.Abs(e - f) <= Tolerance * Math.Max(1, Math.Abs(e)))) return string.Create(CultureInfo.InvariantCulture, $"{name}[{i}] is {f} instead of {e}");
        }

        return null;
    }

    private static MetricTable Metrics(RunRecord record) => ArtifactParser.Parse(record).Training?.Metrics ?? MetricTable.Empty;

    private static RunFile FileOf(string path) => new("metrics.csv", new FileInfo(path).Length, () => File.OpenRead(path));
}
