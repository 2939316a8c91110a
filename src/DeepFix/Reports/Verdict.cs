using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>A result in one line.</summary>
/// <param name="Kind">What it comes to.</param>
/// <param name="Text">The same in words, without marks.</param>
/// <param name="Confidence">How sure the fault is; null where there is none.</param>
/// <param name="Severity">The damage of the fault; null where there is none.</param>
/// <param name="IsPartial">Whether an agent did not finish.</param>
public sealed record Verdict(VerdictKind Kind, string Text, double? Confidence, Severity? Severity, bool IsPartial)
{
    /// <summary>The verdict of a result: its first root cause, else its gravest finding.</summary>
    public static Verdict Of(AnalysisResult result)
    {
        bool isPartial = result.Status == AnalysisStatus.Partial;
        if (result.Status == AnalysisStatus.Failed) return new(VerdictKind.NoResult, "There is no result", null, null, isPartial);
        if (result.RootCauses is [var cause, ..])
            return new(VerdictKind.Fault, cause.Title, cause.Confidence, result.Findings.Where(f => f.Code == cause.Code).Select(f => (Severity?)f.Severity).FirstOrDefault(), isPartial);
        Finding[] findings = [.. ReportOrder.Of(result.Findings)];
        if (findings is [{ Severity: >= DeepFix.Severity.Medium } gravest, ..])
            return new(VerdictKind.Fault, CodePages.TitleOf(gravest.Code), gravest.Confidence, gravest.Severity, isPartial);
        if (findings.Length == 0 && !result.AgentResults.Any(ClearedSomething))
            return new(VerdictKind.NothingToJudge, "Nothing could be judged", null, null, isPartial);
        return new(VerdictKind.Clean, findings.Length == 0 ? "No fault found in what was logged" : "No fault found that costs quality", null, null, isPartial);
    }

    /// <summary>The line, with a mark in front.</summary>
    public string Render(Palette palette)
    {
        string partial = IsPartial ? " (partial: not every agent finished)" : "";
        string confidence = Confidence is { } sure ? palette.Faint($"  confidence {Significant.Text(sure, 2)}") : "";
        Func<string, string> colour = Severity == DeepFix.Severity.Medium ? palette.Medium : palette.High;
        return Kind switch
        {
            VerdictKind.Fault => colour($"✗ {Text}") + confidence + partial,
            VerdictKind.Clean => palette.Good($"✓ {Text}") + partial,
            VerdictKind.NothingToJudge => palette.Medium($"? {Text}") + partial,
            _ => palette.High($"✗ {Text}"),
        };
    }

    private static bool ClearedSomething(AgentResult agent) => agent.AdditionalOutputs["clean"] is JsonArray { Count: > 0 };
}
