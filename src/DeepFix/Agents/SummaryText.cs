using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Agents;

/// <summary>The verdict in a few sentences; where artifacts are missing or an agent did not finish, first that, in the specification's words.</summary>
internal static class SummaryText
{
    public static string Of(AgentProgress progress, Integration integration, Advice? advice)
    {
        string state = State(progress);
        string verdict = Verdict(progress, integration, advice);
        return state.Length == 0 ? verdict : $"{state} {verdict}";
    }

    private static string State(AgentProgress progress)
    {
        bool training = progress.Finished(AgentNames.Training), dataset = progress.Finished(AgentNames.Dataset), deepchecks = progress.Finished(AgentNames.Deepchecks);
        if (!progress.IsWhole)
        {
            return (training, progress.HasAdvice) switch
            {
                (true, false) => "Partial analysis available. Training issues identified but optimization advice incomplete.",
                (true, true) => "Partial analysis available. Training issues identified but not every agent completed.",
                _ => "Partial analysis available. Training analysis incomplete.",
            };
        }

        if (progress.IsEmpty) return "Nothing to analyse: the run has no metrics, no dataset artifacts and no deepchecks artifacts.";
        List<string> completed = [.. new[] { (training, "training"), (dataset, "dataset"), (deepchecks, "data quality") }.Where(p => p.Item1).Select(p => p.Item2)];
        if (completed.Count == 0) return "";
        string done = $"{Capital(string.Join(" and ", completed))} analysis completed.";
        if (progress.Lacks(AgentNames.Deepchecks)) return $"{done} Data quality analysis unavailable due to missing artifacts.";
        if (progress.Lacks(AgentNames.Dataset)) return $"{done} Dataset analysis unavailable due to missing artifacts.";
        return progress.Lacks(AgentNames.Training) ? $"{done} Training analysis unavailable due to missing artifacts." : "";
    }

    private static string Verdict(AgentProgress progress, Integration integration, Advice? advice)
    {
        if (progress.IsEmpty) return "Log a loss every epoch to have the training judged.";
        if (integration.RootCauses is [var cause, ..])
        {
            string first = advice?.Plan is [var action, ..] ? $" First: {action.Action}" : "";
            string others = integration.RootCauses.Count > 1 ? $" Also: {string.Join(", ", integration.RootCauses.Skip(1).Select(c => CodePages.TitleOf(c.Code).ToLowerInvariant()))}." : "";
            return $"Most likely: {cause.Title.ToLowerInvariant()} (confidence {Significant.Text(cause.Confidence, 2)}).{first}{others}";
        }

        Finding[] findings = [.. integration.Reports.Append(integration.Own).SelectMany(r => r.Findings)];
        if (findings.Any(f => f.Severity >= Severity.Medium)) return $"Found: {string.Join(", ", findings.Where(f => f.Severity >= Severity.Medium).Select(f => CodePages.TitleOf(f.Code).ToLowerInvariant()))}.";
        return findings.Length == 0 ? "No fault found in what was logged." : $"No fault found that costs quality; {findings.Length} minor {(findings.Length == 1 ? "remark" : "remarks")}.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
