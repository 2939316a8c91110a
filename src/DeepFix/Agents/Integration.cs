using DeepFix.Api;

namespace DeepFix.Agents;

/// <summary>What the cross-artifact agent makes of all evidence together.</summary>
public sealed record Integration
{
    /// <summary>The agent's own findings: those that take more than one artifact to see.</summary>
    public required AgentReport Own { get; init; }

    /// <summary>The analysers' reports, each code in one of them only.</summary>
    public required IReadOnlyList<AgentReport> Reports { get; init; }

    /// <summary>At most five root causes, most likely first; empty for a healthy run.</summary>
    public required IReadOnlyList<RootCause> RootCauses { get; init; }

    /// <summary>The reports as they are, without root causes: what is left where the cross-artifact agent did not finish.</summary>
    internal static Integration Unweighed(IReadOnlyList<AgentReport> reports)
        => new() { Own = new AgentReport { AgentName = AgentNames.CrossArtifact }, Reports = FindingMerge.Once(reports), RootCauses = [] };
}
