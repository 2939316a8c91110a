using System.Text;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>A result for people at a terminal: the verdict first, then what to do, findings with their evidence, warnings, and what to log next time. At most 25 lines for a run with three findings.</summary>
public static class TextReport
{
    private const int MaxWarnings = 4;
    private const int MaxActions = 3;

    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, if it has one.</param>
    /// <param name="palette">Colours; plain by default.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static string Render(AnalysisResult result, string? name = null, Palette? palette = null, int width = 100)
    {
        palette ??= Palette.Plain;
        var text = new StringBuilder();
        text.Append(palette.Strong(SafeText.Line(name ?? result.RunId))).Append(name is null ? "" : palette.Faint($"  {SafeText.Line(result.RunId)}")).Append('\n');
        text.Append(Verdict(result, palette)).Append('\n');
        if (result.Error is { } error) return text.Append("  ").Append(SafeText.Line(error.Message)).Append('\n').ToString();
        Findings(text, result, palette, width);
        Plan(text, result, palette, width);
        Remarks(text, result, palette, width);
        return text.ToString();
    }

    /// <summary>The verdict in a line.</summary>
    public static string Verdict(AnalysisResult result, Palette palette)
    {
        Finding[] grave = [.. result.Findings.Where(f => f.Severity >= Severity.Medium)];
        if (result.Status == AnalysisStatus.Failed) return palette.High("FAILED: there is no result");
        string partial = result.Status == AnalysisStatus.Partial ? " (partial: not every agent finished)" : "";
        if (result.RootCauses is [var cause, ..])
            return palette.High($"✗ {cause.Title}") + palette.Faint($"  confidence {Significant.Text(cause.Confidence, 2)}") + partial;
        if (grave.Length > 0) return palette.Medium($"! {CodePages.TitleOf(grave[0].Code)}") + partial;
        if (!result.AgentResults.Any(a => a.ErrorMessage is null && (a.AgentName is AgentNames.Training or AgentNames.Dataset or AgentNames.Deepchecks)))
            return palette.Medium("? Nothing to judge: the run has no artifact that could be read") + partial;
        return palette.Good("✓ No fault found in what was logged") + partial;
    }

    private static void Findings(StringBuilder text, AnalysisResult result, Palette palette, int width)
    {
        foreach (Finding finding in result.Findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.Code, StringComparer.Ordinal))
        {
            Func<string, string> colour = finding.Severity switch { Severity.High => palette.High, Severity.Medium => palette.Medium, _ => palette.Faint };
            string level = finding.Severity.ToString().ToLowerInvariant();
            text.Append("  ").Append(colour($"{level,-6} {finding.Code}")).Append(palette.Faint($" ({Significant.Text(finding.Confidence, 2)})")).Append('\n');
            Wrapped(text, SafeText.Line(finding.Description), "         ", width, maxLines: finding.Severity == Severity.Low ? 1 : 3);
        }
    }

    private static void Plan(StringBuilder text, AnalysisResult result, Palette palette, int width)
    {
        if (result.ActionPlan.Count == 0) return;
        text.Append(palette.Strong("What to do")).Append('\n');
        foreach (PlannedAction action in result.ActionPlan.Take(MaxActions))
        {
            string effect = action.ExpectedEffect is { } e ? $" (helped in {Significant.Text(e.Helped)} of {Significant.Text(e.OfRuns)} measured runs)" : "";
            Wrapped(text, $"{Significant.Text(action.Rank)}. {SafeText.Line(action.Action)}{effect}", "  ", width, maxLines: 2);
        }
    }

    private static void Remarks(StringBuilder text, AnalysisResult result, Palette palette, int width)
    {
        foreach (string warning in result.Warnings.Take(MaxWarnings)) Wrapped(text, $"note: {SafeText.Line(warning)}", "  ", width, maxLines: 2);
        if (result.Warnings.Count > MaxWarnings) text.Append("  ").Append(palette.Faint($"and {Significant.Text(result.Warnings.Count - MaxWarnings)} more notes (--format json)")).Append('\n');
        var open = result.NotAssessed.Where(n => n.LogToEnable is not null).GroupBy(n => n.LogToEnable!, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        if (open.Length == 0) return;
        text.Append(palette.Faint($"Not judged: {Significant.Text(result.NotAssessed.Count)} codes. To have more judged next time:")).Append('\n');
        foreach (var group in open.Take(2)) Wrapped(text, $"- {SafeText.Line(group.Key)}", "  ", width, maxLines: 2);
    }

    private static void Wrapped(StringBuilder text, string sentence, string indent, int width, int maxLines)
    {
        int lines = 0;
        var line = new StringBuilder(indent);
        foreach (string word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + word.Length + 1 > width)
            {
                if (++lines == maxLines)
                {
                    text.Append(line).Append(" …\n");
                    return;
                }

                text.Append(line).Append('\n');
                line.Clear().Append(indent).Append("  ");
            }

            if (line.Length > indent.Length && line[^1] != ' ') line.Append(' ');
            line.Append(word);
        }

        text.Append(line).Append('\n');
    }
}
