using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>Compares two results of one run. The same artifacts, engine and knowledge give the same result, so every change has its reason in one of them, or in what was asked for.</summary>
public static class SinceComparison
{
    /// <summary>Confidence is compared as people read it: in whole percent.</summary>
    private const int PercentDigits = 0;

    /// <summary>What changed from one result to another.</summary>
    public static ResultChanges Of(AnalysisResult before, AnalysisResult now)
    {
        string[] reasons = [.. Reasons(before, now)];
        string general = reasons.Length == 0 ? "Artifacts, engine and knowledge are the same: the two analyses were asked for different things." : string.Join(" ", reasons);
        string[] codes = [.. before.Findings.Concat(now.Findings).Select(f => f.Code).Concat(before.NotAssessed.Concat(now.NotAssessed).Select(n => n.Code)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new ResultChanges(
            now.RunId,
            before.Timestamp,
            reasons,
            [.. codes.Select(code => Change(code, before, now, general)).OfType<CodeChange>()],
            [.. before.RootCauses.Select(c => c.Code)],
            [.. now.RootCauses.Select(c => c.Code)],
            [.. before.ActionPlan.Select(a => a.ActionCode)],
            [.. now.ActionPlan.Select(a => a.ActionCode)]);
    }

    private static IEnumerable<string> Reasons(AnalysisResult before, AnalysisResult now)
    {
        if (before.RunId != now.RunId) yield return $"The earlier result is of another run, {before.RunId}.";
        if (before.ArtifactsDigest != now.ArtifactsDigest) yield return "The run's artifacts are not the same.";
        if (before.EngineVersion != now.EngineVersion) yield return $"The engine is {now.EngineVersion}, was {before.EngineVersion}.";
        if (before.KnowledgeVersion != now.KnowledgeVersion) yield return $"The knowledge is {now.KnowledgeVersion}, was {before.KnowledgeVersion}.";
    }

    private static CodeChange? Change(string code, AnalysisResult before, AnalysisResult now, string general)
    {
        (string was, NotAssessed? unjudgedThen) = Verdict(code, before);
        (string isNow, NotAssessed? unjudgedNow) = Verdict(code, now);
        if (was == isNow) return null;
        string why = (unjudgedThen, unjudgedNow) switch
        {
            (_, { } lacking) => $"{lacking.Because} {general}",
            ({ } lacked, _) => $"It could not be judged then: {lacked.Because} {general}",
            _ => general,
        };
        return new CodeChange(code, was, isNow, why);
    }

    private static (string Verdict, NotAssessed? Unjudged) Verdict(string code, AnalysisResult result)
    {
        if (result.Findings.Where(f => f.Code == code).MaxBy(f => f.Severity) is { } finding)
            return (string.Create(CultureInfo.InvariantCulture, $"{finding.Severity.ToString().ToLowerInvariant()}, {Math.Round(100 * finding.Confidence, PercentDigits)} %"), null);
        return result.NotAssessed.FirstOrDefault(n => n.Code == code) is { } unjudged ? ("not assessed", unjudged) : ("not found", null);
    }
}
