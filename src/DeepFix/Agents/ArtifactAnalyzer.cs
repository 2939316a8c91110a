using DeepFix.Api;
using DeepFix.Detectors;

namespace DeepFix.Agents;

/// <summary>An agent that looks at one kind of artifact: runs its detectors and collects what they say.</summary>
/// <param name="agentName">Of <see cref="AgentNames"/>.</param>
/// <param name="detectors">Its detectors.</param>
public sealed class ArtifactAnalyzer<TArtifacts>(string agentName, IReadOnlyList<Detector<TArtifacts>> detectors)
    where TArtifacts : class
{
    /// <summary>Of <see cref="AgentNames"/>.</summary>
    public string AgentName => agentName;

    /// <summary>The codes that it judges.</summary>
    public IEnumerable<string> Codes => detectors.Select(d => d.Code).Distinct(StringComparer.Ordinal);

    /// <summary>Runs all detectors, one after the other: the same findings in the same order whatever runs beside.</summary>
    /// <param name="artifacts">The parsed artifact.</param>
    /// <param name="analyzedArtifacts">Paths of the artifacts that it was parsed from.</param>
    /// <param name="cancellationToken">Observed between detectors, and by them.</param>
    public AgentReport Run(TArtifacts artifacts, IReadOnlyList<string> analyzedArtifacts, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        List<NotAssessed> notAssessed = [];
        var clean = new Dictionary<string, IReadOnlyList<Evidence>>(StringComparer.Ordinal);
        foreach (Detector<TArtifacts> detector in detectors)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (detector.Detect(artifacts, cancellationToken))
            {
                case Detection.Found found: findings.AddRange(found.Findings); break;
                case Detection.Clean cleared: clean[detector.Code] = cleared.Measured; break;
                case Detection.NotAssessable not: notAssessed.Add(new NotAssessed(detector.Code, not.Because, not.LogToEnable)); break;
            }
        }

        return new AgentReport
        {
            AgentName = agentName,
            Findings = [.. findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.Code, StringComparer.Ordinal)],
            Clean = clean,
            NotAssessed = notAssessed,
            AnalyzedArtifacts = analyzedArtifacts,
        };
    }
}
