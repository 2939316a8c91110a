
namespace DeepFix.Reports;

/// <summary>A result for whoever decides and does not train: what happened, whether the model can be used, what comes next, how sure that is. Ids are those of the report.</summary>
internal static class StakeholderWords
{
    private const int MaxTold = 3;

    public static IReadOnlyList<(string Question, string Answer, IReadOnlyList<string> Ids)> Of(ReportContent content)
    {
        if (content.Verdict.Kind == VerdictKind.NoResult) return [];
        return [.. new[] { Happened(content), Usable(content), Next(content), Sure(content) }.OfType<(string, string, IReadOnlyList<string>)>()];
    }

    private static (string, string, IReadOnlyList<string>)? Happened(ReportContent content)
    {
        (string Id, string Code)[] told = content.Causes.Count > 0
            ? [.. content.Causes.Select(c => (c.Id, c.Cause.Code))]
            : [.. content.Findings.Where(f => f.Finding.Severity >= Severity.Medium).Select(f => (f.Id, f.Finding.Code))];
        told = [.. told.Take(MaxTold)];
        return told.Length == 0
            ? ("What happened?", content.Verdict.Kind == VerdictKind.Clean ? "The training ran as it should, as far as it was recorded." : "The training recorded too little to say.", [])
            : ("What happened?", string.Join(" ", told.Select(t => PlainWords.OfCode(t.Code))), [.. told.Select(t => t.Id)]);
    }

    private static (string, string, IReadOnlyList<string>)? Usable(ReportContent content)
    {
        NumberedFinding? gravest = content.Findings.Count > 0 ? content.Findings[0] : null;
        return gravest?.Finding.Severity switch
        {
            Severity.High => ("Can the model be used?", "Better not: the model, or a decision that rests on its figures, is spoilt until this is corrected.", [gravest.Id]),
            Severity.Medium => ("Can the model be used?", "It can, but it is worse than it need be.", [gravest.Id]),
            _ when content.Verdict.Kind == VerdictKind.Clean => ("Can the model be used?", "Nothing that was checked speaks against it.", []),
            _ => null,
        };
    }

    private static (string, string, IReadOnlyList<string>)? Next(ReportContent content)
    {
        if (content.Result.ActionPlan is not [var first, ..]) return null;
        string action = PlainWords.OfAction(first.ActionCode) ?? SafeText.Line(first.Action);
        string effect = first.ExpectedEffect is { OfRuns: > 0 } e ? $" In {Significant.Text(e.Helped)} of {Significant.Text(e.OfRuns)} comparable trainings this helped." : "";
        return ("What comes next?", action + effect, [ActionSection.IdOf(first)]);
    }

    private static (string, string, IReadOnlyList<string>)? Sure(ReportContent content)
    {
        string open = content.NotAssessed.Count > 0 ? " Some things could not be checked, because the training did not record what that takes; the report lists them." : "";
        return content.Result.RootCauses is [{ Confidence: var sure }, ..]
            ? ("How sure is that?", $"The cause is {PlainWords.Sureness(sure)}. Every figure in this report was measured on this training and can be recomputed.{open}", [])
            : ("How sure is that?", $"Every figure in this report was measured on this training and can be recomputed.{open}", []);
    }
}
