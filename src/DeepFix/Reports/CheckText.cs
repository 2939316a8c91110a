using System.Globalization;
using System.Text;
using DeepFix.Checking;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>Checks for people at a terminal or in a CI log.</summary>
public static class CheckText
{
    /// <summary>Renders checks.</summary>
    /// <param name="runs">The runs that were checked.</param>
    /// <param name="rule">By which rule.</param>
    /// <param name="palette">Colours; plain by default.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static string Render(IReadOnlyList<CheckedRun> runs, CheckRule rule, Palette? palette = null, int width = 100)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(rule);
        palette ??= Palette.Plain;
        var text = new StringBuilder();
        foreach (CheckedRun run in runs)
        {
            text.Append(Coloured(run.Outcome, palette, $"{CheckMarkdown.Mark(run.Outcome)} {SafeText.Line(run.Title)}")).Append('\n');
            if (run.Outcome == CheckOutcome.NotJudged) Wrap(text, "  ", run.Result.Error?.Message ?? "Nothing in the run could be judged.", width);
            foreach (CheckedFinding check in run.Findings) Finding(text, check, palette, width);
            if (run.Fixed.Count > 0) Wrap(text, "  ", $"No longer there: {string.Join(", ", run.Fixed)}", width);
            foreach (string note in run.Notes) Wrap(text, "  note: ", note, width);
        }

        CheckOutcome worst = CheckMarkdown.Worst(runs);
        text.Append(Coloured(worst, palette, $"{(worst == CheckOutcome.Passed ? "passed" : worst == CheckOutcome.Failed ? "failed" : "not judged")}: {CheckMarkdown.Headline(runs, rule)}")).Append('\n');
        return text.ToString();
    }

    private static void Finding(StringBuilder text, CheckedFinding check, Palette palette, int width)
    {
        Finding f = check.Finding;
        string state = check switch
        {
            { Suppression: { } s } => string.Create(CultureInfo.InvariantCulture, $"  suppressed until {s.Expires:yyyy-MM-dd}: {SafeText.Line(s.Reason)}"),
            { State: BaselineState.Unchanged } => "  as in the baseline",
            { State: BaselineState.Updated } => "  graver than in the baseline",
            _ => "",
        };
        string head = $"{f.Severity.ToString().ToLowerInvariant(),-6} {CodePages.TitleOf(f.Code)}  {f.Code}, confidence {Significant.Text(f.Confidence, 2)}{state}";
        text.Append("  ").Append(check.Fails ? palette.High(head) : palette.Faint(head)).Append('\n');
        if (!check.Fails) return;
        Wrap(text, "         ", f.Description, width);
        Wrap(text, "         → ", check.Analysis.Recommendations.Action, width);
    }

    private static void Wrap(StringBuilder text, string head, string sentence, int width)
    {
        string indent = new(' ', head.Length);
        bool isFirst = true;
        foreach (string line in Wrapping.Lines(SafeText.Line(sentence), indent, width, 6))
        {
            text.Append(isFirst ? head + line[indent.Length..] : line).Append('\n');
            isFirst = false;
        }
    }

    private static string Coloured(CheckOutcome outcome, Palette palette, string text) => outcome switch
    {
        CheckOutcome.Passed => palette.Good(text),
        CheckOutcome.Failed => palette.High(text),
        _ => palette.Medium(text),
    };
}
