using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>A result as Markdown, with the same content, order and ids as the HTML report; curves are lines of text.</summary>
public static class MarkdownReport
{
    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, where the result has none.</param>
    /// <param name="where">The tracking URI without credentials, for the commands that recompute the report; null for a folder.</param>
    public static string Render(AnalysisResult result, string? name = null, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var content = ReportContent.Of(result, name, where);
        var text = new MarkdownText();
        string state = result.RunStatus is { } status and not "FINISHED" ? $" · {MarkdownText.Safe(status)}" : "";
        text.Line($"# {MarkdownText.Safe(content.Title)}").Line($"Run {MarkdownText.Code(result.RunId)}{state}").Line($"**{MarkdownText.Safe(content.Sentence)}**");
        if (result.Error is { } error) text.Line(MarkdownText.Safe(JsonText.Of(error.Details["suggestion"])));
        Plain(text, content);
        Actions(text, content);
        MarkdownFindings.Write(text, content);
        Course(text, content);
        Curves(text, content);
        Lists(text, content);
        text.Heading("How to recompute this report").Line("The same artifacts, options, engine and knowledge give the same result, digit for digit.").Block(Recompute.Commands(content)).Pairs(ProvenanceSection.Facts(content));
        return text.ToString();
    }

    private static void Plain(MarkdownText text, ReportContent content)
    {
        var words = StakeholderWords.Of(content);
        if (words.Count == 0) return;
        text.Heading("In plain words").Items(words.Select(w => $"**{w.Question}** {MarkdownText.Safe(w.Answer)}{(w.Ids.Count > 0 ? $" ({string.Join(", ", w.Ids)})" : "")}"));
    }

    private static void Actions(MarkdownText text, ReportContent content)
    {
        if (content.Result.ActionPlan.Count == 0) return;
        text.Heading("What to do first").Items(content.Result.ActionPlan.Select(a => Action(a, content)));
    }

    private static string Action(PlannedAction action, ReportContent content)
    {
        string effect = action.ExpectedEffect is { } e ? $" Expected: {MarkdownText.Safe(ActionSection.EffectText(e))}." : "";
        string settings = action.Parameters.Count > 0 ? $" Set {string.Join(", ", action.Parameters.Select(p => MarkdownText.Code($"{p.Key} = {JsonText.Of(p.Value)}")))}." : "";
        string[] ids = [.. action.Addresses.Select(content.IdOf).OfType<string>()];
        string addresses = ids.Length > 0 ? $" Addresses {string.Join(", ", ids)}." : "";
        return $"**{ActionSection.IdOf(action)}** {MarkdownText.Safe(action.Action)}{effect} {MarkdownText.Safe(ActionSection.Rationale(action))}{settings} Confidence that it helps: {Sureness.Text(action.Confidence)}.{addresses}";
    }

    private static void Course(MarkdownText text, ReportContent content)
    {
        if (content.PostMortem is not { } course) return;
        string[] answers = [$"**{CourseSection.WhenQuestion}** {MarkdownText.Safe(course.Began)}", .. course.Saved is { } saved ? [$"**{CourseSection.SavedQuestion}** {MarkdownText.Safe(saved)}"] : Array.Empty<string>()];
        text.Heading(CourseSection.Heading).Items(answers)
            .Table(["when", "what", "finding"], course.Moments.Select(m => (string[])[EpochAxis.Text(content.Axis, m.Step), MarkdownText.Safe(m.What), m.FindingId ?? ""]));
    }

    private static void Curves(MarkdownText text, ReportContent content)
    {
        CurveLine[] lines = [.. CurveFamily.Of(content.Result.Curves).SelectMany(f => f.Lines)];
        if (lines.Length == 0) return;
        text.Heading("The run at a glance").Table(
            ["series", "course", "first", "last", "smallest", "largest"],
            lines.Select(l => (string[])[MarkdownText.Safe(l.Series), Sparkline.Of(l.Points), Significant.Text(l.Points[0][1], 6), Significant.Text(l.LastValue, 6), Significant.Text(l.Points.Min(p => p[1]), 6), Significant.Text(l.Points.Max(p => p[1]), 6)]));
    }

    private static void Lists(MarkdownText text, ReportContent content)
    {
        if (content.Clean.Count > 0) text.Heading("Checked and clean").Line(string.Join(", ", content.Clean.Select(c => MarkdownText.Safe(VerdictSentence.Within(c)))) + ".");
        if (content.NotAssessed.Count > 0) text.Heading("Not judged, and what to log next time").Items(content.NotAssessed.Select(Advice));
        if (content.Parameters.Count > 0) text.Heading("Parameters").Pairs(content.Parameters);
        if (content.Data.Count > 0) text.Heading("Data").Pairs(content.Data);
        if (content.Result.Warnings.Count > 0) text.Heading("Notes").Items(content.Result.Warnings.Select(MarkdownText.Safe));
    }

    private static string Advice(LoggingAdvice advice)
    {
        string open = string.Join("; ", advice.Unjudged.Select(u => advice.CommonReason is null ? $"{MarkdownText.Safe(u.Title)} ({MarkdownText.Safe(u.Because)})" : MarkdownText.Safe(u.Title)));
        string because = advice.CommonReason is { } reason ? $" {MarkdownText.Safe(reason)}" : "";
        return $"{(advice.ToLog is { } log ? $"**{MarkdownText.Safe(log)}**" : "**Nothing to log would help.**")}{because} Open: {open}.";
    }
}
