using System.Text;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>A result for people at a terminal: the verdict first, then the findings, what to do, notes, and what to log next time. At most 25 lines for a run with three findings.</summary>
public static class TextReport
{
    private const int MaxNoteLines = 4;
    private const int MaxLinesOfNote = 3;
    private const int MaxActions = 3;
    private const int MinWidth = 40;

    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, if it has one.</param>
    /// <param name="palette">Colours; plain by default.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static string Render(AnalysisResult result, string? name = null, Palette? palette = null, int width = 100)
    {
        palette ??= Palette.Plain;
        width = Math.Max(width, MinWidth);
        IEnumerable<string> lines = [
            Title(result, name, palette),
            Verdict.Of(result).Render(palette),
            .. result.Error is { } error ? Error(error, width) : [.. Findings(result, palette, width), .. Plan(result, palette, width), .. Notes(result, palette, width), .. NotJudged(result, palette, width)]];
        var text = new StringBuilder();
        foreach (string line in lines) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static string Title(AnalysisResult result, string? name, Palette palette)
    {
        string state = result.RunStatus is { } status and not "FINISHED" ? palette.Medium($"  {SafeText.Line(status)}") : "";
        return name is null || name == result.RunId
            ? palette.Strong(SafeText.Line(result.RunId)) + state
            : palette.Strong(SafeText.Line(name)) + palette.Faint($"  {SafeText.Line(result.RunId)}") + state;
    }

    private static IEnumerable<string> Error(ErrorResponse error, int width)
    {
        string suggestion = error.Details["suggestion"] is System.Text.Json.Nodes.JsonValue text && text.TryGetValue(out string? said) ? said : "";
        return [.. Wrapping.Lines(SafeText.Line(error.Message), "  ", width, 3), .. Wrapping.Lines(SafeText.Line(suggestion), "  ", width, 3)];
    }

    /// <summary>A head and a description each: the fewer there are, the more of it.</summary>
    private static IEnumerable<string> Findings(AnalysisResult result, Palette palette, int width)
    {
        Finding[] findings = [.. ReportOrder.Of(result.Findings)];
        int most = findings.Length switch { 1 => 5, 2 => 3, _ => 2 };
        foreach (Finding finding in findings)
        {
            Func<string, string> colour = finding.Severity switch { Severity.High => palette.High, Severity.Medium => palette.Medium, _ => palette.Faint };
            yield return $"  {colour($"{finding.Severity.ToString().ToLowerInvariant(),-6}")} {CodePages.TitleOf(finding.Code)}{palette.Faint($"  {finding.Code}, confidence {Significant.Text(finding.Confidence, 2)}")}";
            foreach (string line in Wrapping.Lines(SafeText.Line(finding.Description), "         ", width, finding.Severity == Severity.Low ? 1 : most)) yield return line;
        }
    }

    private static IEnumerable<string> Plan(AnalysisResult result, Palette palette, int width)
    {
        if (result.ActionPlan.Count == 0) yield break;
        yield return palette.Strong("What to do");
        foreach (PlannedAction action in result.ActionPlan.Take(MaxActions))
        {
            string effect = action.ExpectedEffect is { } e ? $" (helped in {Significant.Text(e.Helped)} of {Significant.Text(e.OfRuns)} measured runs)" : "";
            foreach (string line in Hanging($"  {Significant.Text(action.Rank)}. ", $"{SafeText.Line(action.Action)}{effect}", width, maxLines: 2)) yield return line;
        }
    }

    /// <summary>Four lines in all. That artifacts are missing is said by what could not be judged for it.</summary>
    private static IEnumerable<string> Notes(AnalysisResult result, Palette palette, int width)
    {
        string[] notes = [.. result.Warnings.Where(w => !w.Contains(" not found - skipping ", StringComparison.Ordinal))];
        int left = MaxNoteLines;
        int said = 0;
        for (; said < notes.Length && left > 0; said++)
        {
            foreach (string line in Hanging("  note: ", SafeText.Line(notes[said]), width, Math.Min(left, MaxLinesOfNote)))
            {
                left--;
                yield return line;
            }
        }

        if (said < notes.Length) yield return palette.Faint($"  and {Significant.Text(notes.Length - said)} more notes in --format json");
    }

    /// <summary>How much was left open, and what to log so that most of it is judged next time.</summary>
    private static IEnumerable<string> NotJudged(AnalysisResult result, Palette palette, int width)
    {
        string? most = result.NotAssessed.Where(n => n.LogToEnable is { Length: > 0 })
            .GroupBy(n => n.LogToEnable!, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Key).FirstOrDefault();
        if (most is null) return [];
        string codes = result.NotAssessed.Count == 1 ? "1 code" : $"{Significant.Text(result.NotAssessed.Count)} codes";
        return Wrapping.Lines($"Not judged: {codes}. Next time: {char.ToLowerInvariant(most[0])}{SafeText.Line(most[1..])}", "  ", width, 2).Select(palette.Faint);
    }

    /// <summary>A head, and lines that hang under its text.</summary>
    private static IEnumerable<string> Hanging(string head, string sentence, int width, int maxLines)
    {
        string indent = new(' ', head.Length);
        return Wrapping.Lines(sentence, indent, width, maxLines).Select((line, i) => i == 0 ? head + line[indent.Length..] : line);
    }
}
