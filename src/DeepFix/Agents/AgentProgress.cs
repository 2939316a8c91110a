using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>Which agents ran, which did not, and why: what status, warnings and summary are made from.</summary>
internal sealed class AgentProgress(
    RunArtifacts run,
    AnalysisOptions options,
    IEnumerable<(string Name, AgentOutcome<AgentReport> Outcome)> analysts,
    AgentOutcome<Integration> integration,
    AgentOutcome<Advice> advice)
{
    private readonly (string Name, AgentOutcome<AgentReport> Outcome)[] _analysts = [.. analysts];

    /// <summary>Whether no agent failed or ran out of time.</summary>
    public bool IsWhole => !Unfinished.Any();

    /// <summary>Whether the run has no artifact that anyone could read.</summary>
    public bool IsEmpty => _analysts.All(a => a.Outcome is AgentOutcome<AgentReport>.NothingToRead or AgentOutcome<AgentReport>.SwitchedOff) && run.Training is null && run.Dataset is null && run.Deepchecks is null;

    /// <summary>Whether an analyser has a report.</summary>
    public bool Finished(string agentName) => _analysts.Any(a => a.Name == agentName && a.Outcome.Report is not null);

    /// <summary>Whether the advisor has a plan.</summary>
    public bool HasAdvice => advice.Report is not null;

    /// <summary>Whether the run lacks an analyser's artifacts, and the caller wanted them looked at.</summary>
    public bool Lacks(string agentName) => _analysts.Any(a => a.Name == agentName && a.Outcome is AgentOutcome<AgentReport>.NothingToRead);

    /// <summary>Warnings about agents, in the specification's words where it has them.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Lacks(AgentNames.Training)) yield return "Training metrics not found - skipping training analysis";
        if (Lacks(AgentNames.Deepchecks)) yield return "Deepchecks artifacts not found - skipping data quality analysis";
        if (Lacks(AgentNames.Dataset)) yield return "Dataset metadata not found - skipping dataset analysis";
        if (Unfinished.Any(u => u.TimedOut)) yield return $"Analysis timed out after {Significant.Text(options.MaxAnalysisTime)}s";
        foreach ((string name, bool timedOut) in Unfinished) yield return timedOut ? $"{Short(name)} did not complete" : $"{Short(name)} failed";
    }

    private IEnumerable<(string Name, bool TimedOut)> Unfinished
        => _analysts.Select(a => (a.Name, State(a.Outcome)))
            .Append((AgentNames.CrossArtifact, State(integration)))
            .Append((AgentNames.Advisor, State(advice)))
            .Where(a => a.Item2 is not null)
            .Select(a => (a.Item1, a.Item2!.Value));

    /// <summary>True: out of time. False: failed. Null: neither.</summary>
    private static bool? State<TReport>(AgentOutcome<TReport> outcome) => outcome switch
    {
        AgentOutcome<TReport>.TimedOut => true,
        AgentOutcome<TReport>.Failed => false,
        _ => null,
    };

    /// <summary>The specification's warnings leave the word Agent out: "OptimizationAdvisor did not complete".</summary>
    private static string Short(string agentName)
        => agentName.EndsWith("Agent", StringComparison.Ordinal) ? agentName[..^"Agent".Length] : agentName;
}
