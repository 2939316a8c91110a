using System.Text;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>A comparison as Markdown.</summary>
public static class ComparisonMarkdown
{
    private const int MostChanges = 50;

    /// <summary>Renders a comparison.</summary>
    public static string Render(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.Append("# Comparison\n\n").Append("**").Append(MarkdownText.Cell(result.Summary)).Append("**\n\n");
        text.Append($"| run | {MarkdownText.Cell(result.Metric ?? "metric")} | verdict | against the reference | its own analysis |\n|---|---|---|---|---|\n");
        foreach (ComparedRun run in ComparisonText.Ordered(result))
            Row(text, run.Name is { } name && name != run.RunId ? $"{name} ({run.RunId})" : run.RunId, ComparisonText.Level(run, result), ComparisonText.Words(run.Verdict), run.Difference is { } d ? ComparisonText.Interval(d) : "", run.Diagnosis ?? "");
        if (result.Explanations.Count > 0)
        {
            text.Append("\n## What explains the difference\n\n| change | from | to | effect | confidence | always changed together with |\n|---|---|---|---|---|---|\n");
            foreach (Explanation e in result.Explanations)
                Row(text, e.Change, e.From ?? "not declared", e.To ?? "not declared", $"{e.Effect.Metric} {ComparisonText.Interval(e.Effect)}", Significant.Text(e.Confidence, 2), ComparisonText.Named(e.ConfoundedWith));
        }

        text.Append(result.Changed.Count == 0 ? "\nNothing that was logged differs.\n" : "\n## What changed\n\n| what | kind | values |\n|---|---|---|\n");
        foreach (Change change in result.Changed.Take(MostChanges)) Row(text, change.What, ComparisonText.Kind(change.Kind), ComparisonText.Values(change, result));
        if (result.Changed.Count > MostChanges) text.Append($"\nand {Significant.Text(result.Changed.Count - MostChanges)} more.\n");
        if (result.Warnings.Count > 0) text.Append("\n## Notes\n\n");
        foreach (string warning in result.Warnings) text.Append("- ").Append(MarkdownText.Cell(warning)).Append('\n');
        return text.ToString();
    }

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        text.Append('|');
        foreach (string cell in cells) text.Append(' ').Append(MarkdownText.Cell(cell)).Append(" |");
        text.Append('\n');
    }
}
