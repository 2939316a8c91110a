using DeepFix.Api;
using DeepFix.Comparison;
using DeepFix.Knowledge;
using DeepFix.Reports;

namespace DeepFix.Checking;

/// <summary>The finding that a run is worse than its baseline, with what explains it.</summary>
internal static class BaselineRegression
{
    /// <summary>A drop beyond this, on the scale of a score, spoils the run beside its baseline: ten points, or half as much loss again.</summary>
    private const double Grave = 0.1;

    public static Analysis? Of(string runId, ComparisonResult comparison)
    {
        if (comparison.Runs.FirstOrDefault(r => r.RunId == runId) is not { Verdict: RunVerdict.Worse, Difference: { } difference } run) return null;
        ComparedRun baseline = comparison.Runs.First(r => r.RunId == comparison.Reference);
        double now = run.Metrics[difference.Metric], then = baseline.Metrics[difference.Metric];
        MetricScale scale = MetricScale.Of(difference.Metric, [now, then])!;
        double drop = scale.Score(then) - scale.Score(now);
        Explanation[] reasons = [.. comparison.Explanations.Take(3)];
        string why = comparison.Changed.Count == 0 ? "Nothing that was logged differs: look at the code, the libraries and the data."
            : reasons.Length == 0 ? "No change that was logged explains it."
            : $"What explains it: {string.Join("; ", reasons.Select(r => $"{r.Change} {r.From ?? "not declared"} → {r.To ?? "not declared"} (confidence {Significant.Text(r.Confidence, 2)})"))}.";
        Finding finding = Finding.Of(
            Codes.RegressionVsPreviousRun, drop > Grave ? Severity.High : Severity.Medium, 0.95,
            $"{difference.Metric} ends at {Significant.Text(now)}, the baseline {baseline.Name ?? baseline.RunId} ended at {Significant.Text(then)}: {ComparisonText.Interval(difference)}, beyond the noise between runs of the same settings. {why}",
            new Evidence { Measure = $"{difference.Metric} at the end", Value = now, Series = difference.Metric },
            new Evidence { Measure = $"{difference.Metric} at the end of the baseline", Value = then, Series = difference.Metric });
        string action = reasons is [var first, ..] ? $"Take {first.Change} back to {first.From ?? "what it was"}, and run again." : "Repeat the baseline with its commit, data and seed: if it no longer reaches its value, the cause lies outside the settings.";
        return new Analysis { Findings = finding, Recommendations = new Recommendation { Action = action, Rationale = CodePages.TitleOf(finding.Code), Priority = finding.Severity, Confidence = finding.Confidence } };
    }
}
