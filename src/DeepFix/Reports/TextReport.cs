using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>A result for people at a terminal: the verdict and the summary first, then the findings, what to do, every warning, and what to log next time. The Python package prints the same.</summary>
/// <remarks>At most 25 lines for a run with up to three findings. Only warnings of more than two lines, which are printed whole, take it beyond that.</remarks>
public static class TextReport
{
    private const int MostLines = 25;
    private const int FewFindings = 3;
    private const int MaxActions = 3;
    private const int MaxLinesOfNote = 20;

    /// <summary>Characters of a note that usually fits into a line.</summary>
    private const int ShortNote = 90;
    private const int MinWidth = 40;

    /// <summary>What gives way, one after another, until a report of few findings is short: advice on logging first, descriptions last.</summary>
    private static readonly Room[] Rooms = [new(Descriptions: 0, Actions: 2, AdviceLines: 2, Advice: 3), new(0, 2, 1, 3), new(0, 2, 1, 1), new(0, 1, 1, 1), new(1, 1, 1, 1), new(2, 1, 1, 1)];

    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">What the run is called; null: the name that the result has.</param>
    /// <param name="palette">Colours; plain by default.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static string Render(AnalysisResult result, string? name = null, Palette? palette = null, int width = 100)
    {
        palette ??= Palette.Plain;
        width = Math.Max(width, MinWidth);
        string[] head = [Title(result, name ?? result.RunName, palette), Verdict.Of(result).Render(palette)];
        if (result.Error is { } error) return Joined([.. head, .. ErrorText.Lines(error, "  ", width)]);
        bool isShort = result.Findings.Count() <= FewFindings;
        string[] notes = [.. result.Warnings.SelectMany(w => Hanging("  note: ", SafeText.Line(w), width, MaxLinesOfNote)), .. Wrapping.Lines(MoreTime.Advice(result), "  ", width, 3)];
        // Counted by their number, so that the length of a path in a note moves nothing else.
        int notesCounted = result.Warnings.Sum(w => w.Length <= ShortNote ? 1 : 2);
        (string[] Before, string[] After) parts = ([], []);
        foreach (Room room in Rooms)
        {
            parts = ([.. head, .. Summary(result, width), .. Findings(result, palette, width, room), .. Plan(result, palette, width, room)], [.. NotJudged(result, palette, width, room)]);
            if (!isShort || parts.Before.Length + notesCounted + parts.After.Length <= MostLines) break;
        }

        return Joined([.. parts.Before, .. notes, .. parts.After]);
    }

    private static string Joined(IEnumerable<string> lines) => string.Concat(lines.Select(l => l + "\n"));

    private static string Title(AnalysisResult result, string? name, Palette palette)
    {
        string state = result.RunStatus is { } status and not "FINISHED" ? palette.Medium($"  {SafeText.Line(status)}") : "";
        return name is null || name == result.RunId
            ? palette.Strong(SafeText.Line(result.RunId)) + state
            : palette.Strong(SafeText.Line(name)) + palette.Faint($"  {SafeText.Line(result.RunId)}") + state;
    }

    /// <summary>The summary, unless the verdict has said all of it.</summary>
    private static IEnumerable<string> Summary(AnalysisResult result, int width)
        => result.Summary == Verdict.Of(result).Text + "." ? [] : Wrapping.Lines(SafeText.Line(result.Summary), "  ", width, 4);

    /// <summary>A head and a description each: the fewer there are, the more of it.</summary>
    private static IEnumerable<string> Findings(AnalysisResult result, Palette palette, int width, Room room)
    {
        Finding[] findings = [.. ReportOrder.Of(result.Findings)];
        int most = Math.Max(1, findings.Length switch { 1 => 5, 2 => 3, _ => 2 } - room.Descriptions);
        foreach (Finding finding in findings)
        {
            Func<string, string> colour = finding.Severity switch { Severity.High => palette.High, Severity.Medium => palette.Medium, _ => palette.Faint };
            yield return $"  {colour($"{finding.Severity.ToString().ToLowerInvariant(),-6}")} {CodePages.TitleOf(finding.Code)}{palette.Faint($"  {finding.Code}, confidence {Significant.Text(finding.Confidence, 2)}")}";
            foreach (string line in Wrapping.Lines(SafeText.Line(finding.Description), "         ", width, finding.Severity == Severity.Low ? 1 : most)) yield return line;
        }
    }

    private static IEnumerable<string> Plan(AnalysisResult result, Palette palette, int width, Room room)
    {
        if (result.ActionPlan.Count == 0) yield break;
        yield return palette.Strong("What to do");
        foreach (PlannedAction action in result.ActionPlan.Take(MaxActions))
        {
            string effect = action.ExpectedEffect is { } e ? $" (helped in {Significant.Text(e.Helped)} of {Significant.Text(e.OfRuns)} measured runs)" : "";
            foreach (string line in Hanging($"  {Significant.Text(action.Rank)}. ", $"{SafeText.Line(action.Action)}{effect}", width, room.Actions)) yield return line;
        }
    }

    /// <summary>How much was left open, and what to log so that most of it is judged next time.</summary>
    private static IEnumerable<string> NotJudged(AnalysisResult result, Palette palette, int width, Room room)
    {
        IGrouping<string, NotAssessed>[] most = [.. result.NotAssessed.Where(n => n.LogToEnable is { Length: > 0 })
            .GroupBy(n => n.LogToEnable!, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(room.Advice)];
        if (most.Length == 0) yield break;
        yield return palette.Faint($"  Not judged: {Codes(result.NotAssessed.Count)}. To have more judged next time:");
        foreach (IGrouping<string, NotAssessed> advice in most)
        {
            string log = SafeText.Line(char.ToLowerInvariant(advice.Key[0]) + advice.Key[1..]);
            foreach (string line in Hanging($"    {Codes(advice.Count())}: ", log, width, room.AdviceLines)) yield return palette.Faint(line);
        }
    }

    private static string Codes(int count) => count == 1 ? "1 code" : $"{Significant.Text(count)} codes";

    /// <summary>A head, and lines that hang under its text.</summary>
    private static IEnumerable<string> Hanging(string head, string sentence, int width, int maxLines)
    {
        string indent = new(' ', head.Length);
        return Wrapping.Lines(sentence, indent, width, maxLines).Select((line, i) => i == 0 ? head + line[indent.Length..] : line);
    }

    /// <summary>How much each part of a report may take.</summary>
    /// <param name="Descriptions">Lines fewer of a description than there might be.</param>
    /// <param name="Actions">Lines of an action.</param>
    /// <param name="AdviceLines">Lines of an advice on what to log.</param>
    /// <param name="Advice">How many of those.</param>
    private sealed record Room(int Descriptions, int Actions, int AdviceLines, int Advice);
}
