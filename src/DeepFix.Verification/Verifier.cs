using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Verification.Measures;
using DeepFix.Verification.Raw;

namespace DeepFix.Verification;

/// <summary>
/// Recomputes what a result says of a run from the run's own files: every evidence (value, limit's side, steps, source), every number in the text of the evidence, every point of a curve.
/// Confidences and expected effects are learnt from other runs and are no numbers of this one; they are not looked at.
/// </summary>
public static class Verifier
{
    /// <summary>All numbers of a result against the run that it speaks of.</summary>
    /// <param name="result">The result, as computed or as read back from JSON.</param>
    /// <param name="run">The run's files, or its histories and parameters where it has no files.</param>
    /// <param name="context">What the request said of the run, where it said anything.</param>
    public static VerificationReport Verify(AnalysisResult result, RunRecord run, AnalysisContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(run);
        var raw = new RawRun(run, context);
        List<CheckedNumber> numbers = [];
        foreach (Finding finding in result.Findings)
        {
            numbers.AddRange(finding.EvidenceItems.Select(e => Check(raw, finding.Code, e)));
            numbers.AddRange(SpokenNumbers.Check(finding));
        }

        numbers.AddRange(result.Curves.SelectMany(c => CurvePoints.Check(raw, c)));
        return new VerificationReport(numbers);
    }

    /// <summary>Single pieces of evidence against the run that they speak of: what a detector measured, found or clean.</summary>
    public static VerificationReport Verify(IEnumerable<Evidence> evidence, RunRecord run, AnalysisContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(run);
        return Verify(evidence, new RawRun(run, context));
    }

    internal static VerificationReport Verify(IEnumerable<Evidence> evidence, RawRun run) => new([.. evidence.Select(e => Check(run, "", e))]);

    private static CheckedNumber Check(RawRun run, string code, Evidence item)
    {
        (MeasureRule Rule, Stated Stated)[] rules = [.. AllMeasures.Of(item)];
        Recomputed[] candidates = [.. rules.SelectMany(r => r.Rule.Compute(run, r.Stated))];
        Recomputed? nearest = candidates.Length == 0 ? null : candidates.OrderBy(c => SameSteps(item, c) ? 0 : 1).ThenBy(c => Math.Abs(c.Value - item.Value)).First();
        string? why = rules.Length == 0 ? "No rule computes this measure." : Disagreement(run, item, nearest);
        return new CheckedNumber
        {
            Code = code,
            Measure = item.Measure,
            Series = item.Series,
            Stated = item.Value,
            Recomputed = nearest?.Value,
            Verdict = rules.Length == 0 ? CheckVerdict.Unverifiable : why is null ? CheckVerdict.Confirmed : CheckVerdict.Differs,
            Why = why,
        };
    }

    private static string? Disagreement(RawRun run, Evidence item, Recomputed? nearest)
    {
        if (nearest is not { } found) return "The artifacts hold no such number.";
        if (!Digits.Agree(item.Value, found.Value)) return "The artifacts give another number.";
        if (!SameSteps(item, found)) return FormattableString.Invariant($"The stretch is steps {found.From} to {found.To}.");
        if ((item.Limit is null) != (item.Side is null)) return "A limit and its side belong together.";
        return item.Source is { } source && !IsSource(run, source) ? $"The run has no {source}." : null;
    }

    private static bool SameSteps(Evidence item, Recomputed found) => item.FromStep == found.From && item.ToStep == found.To;

    private static bool IsSource(RawRun run, string source) => source == run.Metrics.Source || source == run.Parameters.Source || run.Files.Has(source) || (source == "MLflow search" && run.Earlier is not null);
}
