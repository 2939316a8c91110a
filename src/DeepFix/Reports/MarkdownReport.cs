using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>A result as Markdown: verdict, root causes, plan, findings with evidence tables, warnings, what could not be judged.</summary>
public static class MarkdownReport
{
    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, if it has one.</param>
    public static string Render(AnalysisResult result, string? name = null)
    {
        var text = new StringBuilder();
        Line(text, $"# {Cell(name ?? result.RunId)}\n");
        Line(text, $"**{Cell(Verdict.Of(result).Render(Palette.Plain))}**\n");
        Line(text, $"{Cell(result.Summary)}\n");
        RootCauses(text, result);
        Plan(text, result);
        foreach (Finding finding in ReportOrder.Of(result.Findings)) FindingSection(text, finding);
        Items(text, "Notes", result.Warnings);
        Items(text, "Not judged", result.NotAssessed.Select(n => $"`{n.Code}`: {n.Because}{(n.LogToEnable is { } log ? $" {log}" : "")}"));
        Line(text, $"Run `{Cell(result.RunId)}`, engine {result.EngineVersion}, knowledge {result.KnowledgeVersion}, artifacts `{result.ArtifactsDigest}`.");
        return text.ToString();
    }

    private static void RootCauses(StringBuilder text, AnalysisResult result)
    {
        if (result.RootCauses.Count == 0) return;
        Line(text, "## Root causes\n");
        foreach (RootCause cause in result.RootCauses)
            Line(text, $"1. **{Cell(cause.Title)}** (`{cause.Code}`, confidence {Significant.Text(cause.Confidence, 2)}){(cause.Explains.Count > 0 ? $", explains {string.Join(", ", cause.Explains.Select(e => $"`{e}`"))}" : "")}");
        Line(text, "");
    }

    private static void Plan(StringBuilder text, AnalysisResult result)
    {
        if (result.ActionPlan.Count == 0) return;
        Line(text, "## What to do\n");
        foreach (PlannedAction action in result.ActionPlan)
        {
            string effect = action.ExpectedEffect is { } e ? $" Expected: {Significant.Text(e.Low, 2)} to {Significant.Text(e.High, 2)} {e.Metric}." : "";
            Line(text, $"1. {Cell(action.Action)} {Cell(action.Rationale)}{effect}");
        }

        Line(text, "");
    }

    private static void FindingSection(StringBuilder text, Finding finding)
    {
        Line(text, $"## {Cell(CodePages.TitleOf(finding.Code))} (`{finding.Code}`)\n");
        Line(text, $"Severity {finding.Severity.ToString().ToLowerInvariant()}, confidence {Significant.Text(finding.Confidence, 2)}. {Cell(finding.Description)}\n");
        Line(text, "| measured | value | limit | steps | series | source |\n|---|---|---|---|---|---|");
        foreach (Evidence e in finding.EvidenceItems)
            Line(text, $"| {Cell(e.Measure)} | {Significant.Text(e.Value, 6)} {Cell(e.Unit ?? "")} | {Bound(e)} | {Steps(e)} | {Cell(e.Series ?? "")} | {Cell(e.Source ?? "")} |");
        Line(text, "");
    }

    private static string Bound(Evidence e) => e.Limit is { } limit ? $"{(e.Side == LimitSide.AtLeast ? "≥" : "≤")} {Significant.Text(limit, 6)}" : "";

    private static string Steps(Evidence e) => (e.FromStep, e.ToStep) switch
    {
        ({ } from, { } to) when from != to => string.Create(CultureInfo.InvariantCulture, $"{from}–{to}"),
        ({ } at, _) => at.ToString(CultureInfo.InvariantCulture),
        (null, { } at) => at.ToString(CultureInfo.InvariantCulture),
        _ => "",
    };

    private static void Items(StringBuilder text, string heading, IEnumerable<string> items)
    {
        string[] lines = [.. items.Select(i => $"- {Cell(i)}")];
        if (lines.Length == 0) return;
        Line(text, $"## {heading}\n");
        Line(text, string.Join('\n', lines) + "\n");
    }

    private static string Cell(string text) => MarkdownText.Cell(text);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
