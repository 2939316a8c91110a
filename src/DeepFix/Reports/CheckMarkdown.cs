using System.Globalization;
using System.Text;
using DeepFix.Checking;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>Checks as a comment on a change: a marker by which the next comment finds this one, and never more than a comment may hold.</summary>
public static class CheckMarkdown
{
    /// <summary>The first line of every comment.</summary>
    public const string Marker = "<!-- deepfix-check -->";

    /// <summary>Characters that a comment may hold on GitHub.</summary>
    public const int MostCharacters = 65_536;

    private const string CutNote = "\n\n… cut: a comment holds no more. The whole is in the JSON or SARIF file of the check.\n";

    /// <summary>Renders checks.</summary>
    /// <param name="runs">The runs that were checked.</param>
    /// <param name="rule">By which rule.</param>
    public static string Render(IReadOnlyList<CheckedRun> runs, CheckRule rule)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(rule);
        var text = new StringBuilder();
        text.Append(Marker).Append("\n## ").Append(Mark(Worst(runs))).Append(" DeepFix: ").Append(Headline(runs, rule)).Append("\n\n");
        foreach (CheckedRun run in runs) Section(text, run, rule);
        return Cut(text.ToString());
    }

    /// <summary>What came of all runs, in a few words.</summary>
    internal static string Headline(IReadOnlyList<CheckedRun> runs, CheckRule rule)
    {
        string limit = rule.FailOn is { } severity ? $" at or above {severity.ToString().ToLowerInvariant()}" : "";
        int failing = runs.Sum(r => r.Failing.Count()), unjudged = runs.Count(r => r.Outcome == CheckOutcome.NotJudged);
        string not = unjudged == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {unjudged} of {runs.Count} {(runs.Count == 1 ? "run" : "runs")} could not be judged");
        return failing == 0
            ? $"{(unjudged == runs.Count ? "nothing judged" : $"no {(runs.Any(r => r.Findings.Any(f => f.State == BaselineState.Unchanged)) ? "new " : "")}finding{limit}")}{not}"
            : string.Create(CultureInfo.InvariantCulture, $"{failing} {(failing == 1 ? "finding" : "findings")}{limit}{not}");
    }

    /// <summary>The worst outcome.</summary>
    internal static CheckOutcome Worst(IReadOnlyList<CheckedRun> runs)
        => runs.Any(r => r.Outcome == CheckOutcome.NotJudged) ? CheckOutcome.NotJudged : runs.Any(r => r.Outcome == CheckOutcome.Failed) ? CheckOutcome.Failed : CheckOutcome.Passed;

    /// <summary>The mark of an outcome.</summary>
    internal static string Mark(CheckOutcome outcome) => outcome switch { CheckOutcome.Passed => "✓", CheckOutcome.Failed => "✗", _ => "?" };

    private static void Section(StringBuilder text, CheckedRun run, CheckRule rule)
    {
        text.Append("### ").Append(Mark(run.Outcome)).Append(' ').Append(MarkdownText.Cell(run.Title)).Append("\n\n");
        if (run.Outcome == CheckOutcome.NotJudged)
        {
            text.Append(MarkdownText.Cell(run.Result.Error?.Message ?? "Nothing in the run could be judged.")).Append("\n\n");
            return;
        }

        text.Append(MarkdownText.Cell(run.Result.Summary)).Append("\n\n");
        if (run.Findings.Count > 0) text.Append("| | finding | severity | confidence | what was seen | what to do |\n|---|---|---|---|---|---|\n");
        foreach (CheckedFinding check in run.Findings)
        {
            Finding f = check.Finding;
            string state = check switch { { Suppression: { } s } => string.Create(CultureInfo.InvariantCulture, $" (suppressed until {s.Expires:yyyy-MM-dd}: {s.Reason})"), { State: BaselineState.Unchanged } => " (as in the baseline)", { State: BaselineState.Updated } => " (graver than in the baseline)", _ => "" };
            text.Append($"| {(check.Fails ? "✗" : "")} | {CodePages.TitleOf(f.Code)} (`{f.Code}`){MarkdownText.Cell(state)} | {f.Severity.ToString().ToLowerInvariant()} | {Significant.Text(f.Confidence, 2)} | {MarkdownText.Cell(f.Description)} | {MarkdownText.Cell(check.Analysis.Recommendations.Action)} |\n");
        }

        if (run.Fixed.Count > 0) text.Append("\nNo longer there: ").Append(string.Join(", ", run.Fixed.Select(c => $"`{c}`"))).Append(".\n");
        foreach (string note in run.Notes) text.Append("\n> ").Append(MarkdownText.Cell(note)).Append('\n');
        text.Append('\n');
    }

    /// <summary>Whole lines only, so that no table and no character is torn.</summary>
    private static string Cut(string text)
    {
        if (text.Length <= MostCharacters) return text;
        int end = text.LastIndexOf('\n', MostCharacters - CutNote.Length);
        return text[..end] + CutNote;
    }
}
