using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Knowledge;

namespace DeepFix.Agents;

/// <summary>Weighs the evidence of all analysers together: judges what takes more than one artifact to see, keeps each code once, and ranks root causes.</summary>
/// <param name="detectors">Detectors that read the whole run.</param>
public sealed class CrossArtifactIntegrationAgent(IReadOnlyList<Detector<RunArtifacts>> detectors)
{
    /// <summary>How many root causes are named at most.</summary>
    private const int MaxRootCauses = 5;

    private readonly ArtifactAnalyzer<RunArtifacts> _own = new(AgentNames.CrossArtifact, detectors);

    /// <summary>The codes that it judges itself.</summary>
    public IEnumerable<string> Codes => _own.Codes;

    /// <summary>Weighs what the analysers said.</summary>
    /// <param name="artifacts">The run.</param>
    /// <param name="reports">The reports of those analysers that finished, in the order of the agents.</param>
    /// <param name="calibration">For the agent's own findings; the reports' are calibrated already.</param>
    /// <param name="cancellationToken">Observed by the detectors.</param>
    public Integration Run(RunArtifacts artifacts, IReadOnlyList<AgentReport> reports, Calibration calibration, CancellationToken cancellationToken)
    {
        AgentReport own = _own.Run(artifacts, artifacts.AnalyzedPaths, cancellationToken).Calibrated(calibration);
        IReadOnlyList<AgentReport> merged = FindingMerge.Once([.. reports, own]);
        return new Integration
        {
            Reports = [.. merged.SkipLast(1)],
            Own = merged[^1],
            RootCauses = Rank([.. merged.SelectMany(r => r.Findings)]),
        };
    }

    /// <summary>
    /// A candidate is a medium or high finding. Causes come before symptoms; a symptom stays a candidate only where no cause accounts for it,
    /// and a cause goes where a surer one accounts for it. The order is by confidence, weighted by the damage and by what else the candidate accounts for.
    /// </summary>
    private static List<RootCause> Rank(IReadOnlyList<Finding> findings)
    {
        Finding[] grave = [.. findings.Where(f => f.Severity >= Severity.Medium && f.Kind != FindingKind.Record)];
        return [.. grave
            .Where(f => !grave.Any(other => Outranks(other, f)))
            .Select(f => (Finding: f, Explains: Explained(f, findings)))
            .OrderByDescending(c => Weight(c.Finding, c.Explains.Count))
            .ThenBy(c => c.Finding.Code, StringComparer.Ordinal)
            .Take(MaxRootCauses)
            .Select(c => new RootCause
            {
                Code = c.Finding.Code,
                Title = CodePages.TitleOf(c.Finding.Code),
                Confidence = c.Finding.Confidence,
                Explains = c.Explains,
            })];
    }

    private static bool Outranks(Finding other, Finding finding)
    {
        if (other.Code == finding.Code || !CausalLinks.Explains(other.Code, finding.Code)) return false;
        if (CausalLinks.Explains(finding.Code, other.Code)) return other.Confidence > finding.Confidence;
        return finding.Kind != FindingKind.Cause || other.Confidence >= finding.Confidence;
    }

    private static List<string> Explained(Finding cause, IReadOnlyList<Finding> findings)
        => [.. findings.Where(f => f.Code != cause.Code && CausalLinks.Explains(cause.Code, f.Code)).Select(f => f.Code)];

    private static double Weight(Finding finding, int explained)
    {
        double kind = finding.Kind switch { FindingKind.Cause => 1.0, FindingKind.Symptom => 0.8, _ => 0.6 };
        double damage = finding.Severity == Severity.High ? 1.0 : 0.85;
        return finding.Confidence * kind * damage * (1 + (0.1 * Math.Min(explained, 4)));
    }
}
