using System.Globalization;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Checking;

/// <summary>Judges an analysed run by a rule. Pure.</summary>
public static class RunCheck
{
    /// <summary>Judges a run.</summary>
    /// <param name="result">Its analysis.</param>
    /// <param name="title">What a person calls it.</param>
    /// <param name="rule">What lets it fail.</param>
    /// <param name="baseline">The analysis of the run that it must not fall behind; null: none.</param>
    /// <param name="comparison">Both compared; null where they were not.</param>
    public static CheckedRun Judge(AnalysisResult result, string title, CheckRule rule, AnalysisResult? baseline = null, ComparisonResult? comparison = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(rule);
        VerdictKind verdict = Verdict.Of(result).Kind;
        if (verdict is VerdictKind.NoResult or VerdictKind.NothingToJudge) return new CheckedRun { Title = title, Result = result, Outcome = CheckOutcome.NotJudged };
        Analysis? regression = comparison is null ? null : BaselineRegression.Of(result.RunId, comparison);
        Analysis[] all = [.. result.AgentResults.SelectMany(a => a.Analysis).Where(a => regression is null || a.Findings.Code != regression.Findings.Code)];
        if (regression is not null) all = [.. all, regression];
        Dictionary<string, Severity> before = (baseline?.Findings ?? []).GroupBy(f => f.Code, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Max(f => f.Severity), StringComparer.Ordinal);
        CheckedFinding[] findings = [.. all.Select(a => Judged(a, result.RunId, title, rule, before)).OrderByDescending(f => f.Fails).ThenByDescending(f => f.Finding.Severity).ThenByDescending(f => f.Finding.Confidence).ThenBy(f => f.Finding.Code, StringComparer.Ordinal)];
        return new CheckedRun
        {
            Title = title,
            Result = result,
            Outcome = Array.Exists(findings, f => f.Fails) ? CheckOutcome.Failed : CheckOutcome.Passed,
            Findings = findings,
            Fixed = [.. before.Keys.Except(all.Select(a => a.Findings.Code), StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Notes = [.. Expired(all, result.RunId, title, rule), .. NotCompared(result.RunId, comparison)],
        };
    }

    private static CheckedFinding Judged(Analysis analysis, string runId, string title, CheckRule rule, Dictionary<string, Severity> before)
    {
        Finding finding = analysis.Findings;
        BaselineState state = !before.TryGetValue(finding.Code, out Severity then) ? BaselineState.New : finding.Severity > then ? BaselineState.Updated : BaselineState.Unchanged;
        Suppression? suppression = rule.Suppressions.FirstOrDefault(s => s.Expires >= rule.Today && s.Matches(finding.Code, runId, title));
        bool counts = rule.FailOn is { } limit && finding.Severity >= limit && finding.Confidence >= rule.MinConfidence;
        return new CheckedFinding(analysis, state, suppression, counts && suppression is null && state != BaselineState.Unchanged);
    }

    private static IEnumerable<string> Expired(Analysis[] all, string runId, string title, CheckRule rule)
        => rule.Suppressions.Where(s => s.Expires < rule.Today && all.Any(a => s.Matches(a.Findings.Code, runId, title)))
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"The suppression of {s.Code} expired on {s.Expires:yyyy-MM-dd} and holds no longer: {s.Reason}"));

    private static IEnumerable<string> NotCompared(string runId, ComparisonResult? comparison)
        => comparison?.Runs.FirstOrDefault(r => r.RunId == runId) is { Verdict: RunVerdict.NotComparable } ? [$"The run could not be held against the baseline: {string.Join(" ", comparison.Warnings)}"] : [];
}
