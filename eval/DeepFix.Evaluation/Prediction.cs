using DeepFix.Api;

namespace DeepFix.Evaluation;

/// <summary>What is scored of a result.</summary>
/// <param name="Findings">Code, severity and confidence, in the order of the result.</param>
/// <param name="RootCauses">Ranked codes.</param>
/// <param name="Actions">Ranked action codes.</param>
internal sealed record Prediction(IReadOnlyList<(string Code, Severity Severity, double Confidence)> Findings, IReadOnlyList<string> RootCauses, IReadOnlyList<string> Actions)
{
    /// <summary>A guess at low severity below this confidence is no finding.</summary>
    private const double ConfidenceThatCounts = 0.3;

    /// <summary>Findings of medium or high severity, or of enough confidence.</summary>
    public IEnumerable<(string Code, Severity Severity, double Confidence)> Counted
        => Findings.Where(f => f.Severity >= Severity.Medium || f.Confidence >= ConfidenceThatCounts);

    /// <summary>What a result predicts, numbers as they are on the wire.</summary>
    public static Prediction Of(AnalysisResult result) => new(
        [.. result.Findings.Select(f => (f.Code, f.Severity, Significant.Round(f.Confidence)))],
        [.. result.RootCauses.Select(c => c.Code)],
        [.. result.ActionPlan.Select(a => a.ActionCode)]);
}
