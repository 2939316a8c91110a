using DeepFix.Api;

namespace DeepFix.Agents;

/// <summary>What an agent has to say: findings, what it looked at and found clean, and what it could not judge.</summary>
public sealed record AgentReport
{
    /// <summary>Of <see cref="AgentNames"/>.</summary>
    public required string AgentName { get; init; }

    /// <summary>Findings, gravest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Codes that were looked for and are not there, with the numbers that say so.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Evidence>> Clean { get; init; } = new Dictionary<string, IReadOnlyList<Evidence>>(StringComparer.Ordinal);

    /// <summary>Codes that could not be judged.</summary>
    public IReadOnlyList<NotAssessed> NotAssessed { get; init; } = [];

    /// <summary>Paths of the artifacts that it looked at.</summary>
    public IReadOnlyList<string> AnalyzedArtifacts { get; init; } = [];

    /// <summary>The same report with every confidence calibrated.</summary>
    internal AgentReport Calibrated(Calibration calibration)
        => this with { Findings = [.. Findings.Select(f => f with { Confidence = calibration.Of(f) })] };
}
