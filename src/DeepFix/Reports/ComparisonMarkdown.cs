using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>A comparison as Markdown, with the content, order and ids of the HTML report; curves are lines of text.</summary>
public static class ComparisonMarkdown
{
    private const int MostMetricColumns = 8;

    /// <summary>Renders a comparison.</summary>
    public static string Render(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var content = new ComparisonContent(result);
        var text = new MarkdownText();
        text.Line($"# {MarkdownText.Safe(content.Title)}").Line($"**{MarkdownText.Safe(result.Summary)}**");
        text.Heading("The runs, best first").Table(["run", "name", MarkdownText.Cell(result.Metric ?? "metric"), "verdict", "against the reference", "its own analysis"], content.Runs.Select(r => Row(r, result)));
        Explanations(text, result);
        Curves(text, content);
        if (result.Changed.Count == 0) text.Line("Nothing that was logged differs.");
        else text.Heading("What differs").Table(["what", "kind", "values, and the runs that have them"], result.Changed.Take(ComparisonContent.MostChanges).Select(c => (string[])[MarkdownText.Cell(c.What), ComparisonText.Kind(c.Kind), string.Join("; ", content.ValuesOf(c).Select(v => $"{MarkdownText.Cell(v.Value)} ({v.Runs})"))]));
        if (result.Changed.Count > ComparisonContent.MostChanges) text.Line("More differs: the JSON result has all of it.");
        if (content.Findings.Count > 0) text.Heading("What each run has").Table(["finding", "runs"], content.Findings.Select(f => (string[])[MarkdownText.Cell(Knowledge.CodePages.TitleOf(f.Code)), string.Join(", ", f.In.Take(40).Select(r => $"{r.Run.Id} {r.Finding.Severity.ToString().ToLowerInvariant()}"))]));
        Metrics(text, content);
        if (result.Warnings.Count > 0) text.Heading("Notes").Items(result.Warnings.Select(MarkdownText.Cell));
        text.Heading("How to recompute this comparison").Block([content.Command]).Pairs(content.Facts);
        return text.ToString();
    }

    private static string[] Row(NumberedRun numbered, ComparisonResult result)
    {
        ComparedRun run = numbered.Run;
        string name = numbered.HasOwnId ? $"{MarkdownText.Cell(numbered.Name)} {MarkdownText.Code(run.RunId)}" : MarkdownText.Cell(numbered.Name);
        return [numbered.Id, name, MarkdownText.Cell(ComparisonText.Level(run, result)), ComparisonText.Words(run.Verdict), run.Difference is { } d ? ComparisonText.Interval(d) : "", MarkdownText.Cell(run.Diagnosis ?? "")];
    }

    private static void Explanations(MarkdownText text, ComparisonResult result)
    {
        if (result.Explanations.Count == 0) return;
        text.Heading("What explains the difference").Table(
            ["", "change", "from", "to", "effect", "confidence", "always changed together with"],
            result.Explanations.Select((e, i) => (string[])[
                $"E{Significant.Text(i + 1)}", MarkdownText.Cell(e.Change), MarkdownText.Cell(ComparisonContent.Said(e.From)), MarkdownText.Cell(ComparisonContent.Said(e.To)),
                $"{MarkdownText.Cell(e.Effect.Metric)} {ComparisonText.Interval(e.Effect)}", Sureness.Text(e.Confidence), MarkdownText.Cell(ComparisonText.Named(e.ConfoundedWith))]));
    }

    private static void Curves(MarkdownText text, ComparisonContent content)
    {
        if (content.Result.Curves.Count == 0) return;
        text.Heading("The runs at a glance").Table(
            ["metric", "run", "course", "first", "last", "smallest", "largest"],
            content.Result.Curves.SelectMany(c => content.Runs.Take(MostMetricColumns).Select(r => Curve(c, r))).OfType<string[]>());
    }

    private static string[]? Curve(ComparedCurve curve, NumberedRun run)
    {
        IReadOnlyList<double>[] points = ComparedCurves.Points(curve, run);
        return points.Length == 0 ? null : [MarkdownText.Cell(curve.Series), run.Id, Sparkline.Of(points), Text(points[0][1]), Text(points[^1][1]), Text(points.Min(p => p[1])), Text(points.Max(p => p[1]))];
    }

    private static void Metrics(MarkdownText text, ComparisonContent content)
    {
        if (content.Metrics.Count == 0) return;
        NumberedRun[] shown = [.. content.Runs.Take(MostMetricColumns)];
        text.Heading("Metrics at the end").Table(["metric", .. shown.Select(r => r.Id)], content.Metrics.Take(40).Select(m => (string[])[MarkdownText.Cell(m), .. shown.Select(r => r.Run.Metrics.TryGetValue(m, out double value) ? Text(value) : "")]));
        if (content.Runs.Count > shown.Length) text.Line("The best runs; the JSON result has all.");
    }

    private static string Text(double value) => Significant.Text(value, 6);
}
