using System.Globalization;
using System.Text;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Cli.Runs;

/// <summary>Runs for people, a line each.</summary>
internal static class RunTable
{
    private const int MaxNameWidth = 32;

    public static string Render(IReadOnlyList<Run> runs, Palette palette, bool isCut)
    {
        if (runs.Count == 0) return "No runs.\n";
        string[][] rows = [["run id", "name", "status", "started (UTC)", "took"], .. runs.Select(Row)];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(r => r[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Length; i++)
        {
            string line = string.Join("  ", rows[i].Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            text.Append(i == 0 ? palette.Strong(line) : line).Append('\n');
        }

        if (isCut) text.Append(palette.Faint("There may be more: --max.")).Append('\n');
        return text.ToString();
    }

    private static string[] Row(Run run) => [SafeText.Line(run.RunId), Cut(SafeText.Line(run.Name ?? "")), run.Status.ToString().ToLowerInvariant(), RunText.Time(run.StartTime), Took(run)];

    private static string Took(Run run)
    {
        if (run.StartTime is not { } start || run.EndTime is not { } end) return "";
        TimeSpan took = end - start;
        return took.TotalMinutes < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)took.TotalHours}:{took.Minutes:00}:{took.Seconds:00}");
    }

    private static string Cut(string name) => name.Length <= MaxNameWidth ? name : name[..(MaxNameWidth - 1)] + "…";
}
