using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Knowledge;

namespace DeepFix.Agents;

/// <summary>Weighs the evidence of all analysers together: judges what takes more than one artifact to see, keeps each code once, and ranks root causes.</summary>
/// <param name="detectors">Detectors that read the whole run.</param>
/// <param name="calibration">How often findings were true, and how often what hurt.</param>
/// <param name="differential">What signs make likely that settle nothing alone.</param>
public sealed class CrossArtifactIntegrationAgent(IReadOnlyList<Detector<RunArtifacts>> detectors, Calibration calibration, Differential differential)
{
    /// <summary>
    /// Probability from which a candidate is a root cause: that anything hurts the run at all, times that this does. Silence on healthy runs comes first.
    /// One in four: of 0.1 to 0.3, from where on few healthy runs of the corpus got less advice and many faulty ones lost theirs.
    /// </summary>
    private const double LeastCause = 0.25;

    /// <summary>Probability that anything hurts the run at all from which the best that was found is named, however unsure it is: the usual 5 % of error, and every run without a score.</summary>
    private const double SurelyAnything = 0.95;

    /// <summary>Probability below which a symptom is never the cause in labelled runs, only how one shows. Where no cause was found for it, what is sure of it is that it is there.</summary>
    private const double NeverACause = 0.05;

    /// <summary>How many root causes are named at most.</summary>
    private const int MaxRootCauses = 5;

    private readonly ArtifactAnalyzer<RunArtifacts> _own = new(AgentNames.CrossArtifact, detectors);

    /// <summary>The codes that it judges itself.</summary>
    public IEnumerable<string> Codes => _own.Codes;

    /// <summary>Weighs what the analysers said.</summary>
    /// <param name="artifacts">The run.</param>
    /// <param name="reports">The reports of those analysers that finished, in the order of the agents, calibrated.</param>
    /// <param name="cancellationToken">Observed by the detectors.</param>
    public Integration Run(RunArtifacts artifacts, IReadOnlyList<AgentReport> reports, CancellationToken cancellationToken)
    {
        AgentReport judged = _own.Run(artifacts, artifacts.AnalyzedPaths, cancellationToken).Calibrated(calibration);
        IReadOnlyList<AgentReport> merged = FindingMerge.Once([.. reports, judged]);
        // How other runs went says nothing of what hurts this one.
        Finding[] findings = [.. merged.SelectMany(r => r.Findings).Where(f => f.Code != DeepFix.Codes.RegressionVsPreviousRun)];
        Suspicion suspicion = differential.Weigh(artifacts, findings, cancellationToken);
        suspicion = suspicion with { Suspects = [.. suspicion.Suspects.Where(s => !findings.Any(f => f.Severity == Severity.High && AccountsFor(f, s.Finding)))] };
        merged = FindingMerge.Once([.. merged.SkipLast(1), merged[^1] with { Findings = [.. merged[^1].Findings, .. suspicion.Suspects.Select(s => s.Finding)] }]);
        return new Integration
        {
            Reports = [.. merged.SkipLast(1)],
            Own = merged[^1],
            RootCauses = Rank(findings, suspicion),
        };
    }

    /// <summary>
    /// Candidates are medium and high findings, and suspects. Causes come before symptoms; a symptom stays a candidate only where no cause accounts for it,
    /// and a cause goes where a surer one accounts for it. What is true but seldom hurts is no root cause, unless nothing else was found and its damage is high, or the run is surely hurt by something.
    /// The order is by the probability of being what hurts, weighted by what else the candidate accounts for.
    /// </summary>
    private List<RootCause> Rank(IReadOnlyList<Finding> findings, Suspicion suspicion)
    {
        Finding[] grave = [.. findings.Where(f => f.Severity >= Severity.Medium && f.Kind != FindingKind.Record)];
        Finding[] all = [.. findings, .. suspicion.Suspects.Select(s => s.Finding)];
        Suspect[] own = [.. grave.Where(f => !grave.Any(other => Outranks(other, f))).Select(f => new Suspect(f, calibration.CauseOf(f)))];
        Suspect[] candidates = [.. own.Concat(suspicion.Suspects).Where(c => c.Cause * suspicion.AnythingHurts >= LeastCause)];
        if (candidates.Length == 0) candidates = [.. own.Where(c => c.Finding.Severity == Severity.High || suspicion.AnythingHurts >= SurelyAnything)];
        return [.. candidates
            .Select(c => (c.Finding, c.Cause, Explains: Explained(c.Finding, all)))
            .OrderByDescending(c => c.Cause * (1 + (0.1 * Math.Min(c.Explains.Count, 4))))
            .ThenBy(c => c.Finding.Code, StringComparer.Ordinal)
            .Take(MaxRootCauses)
            .Select(c => new RootCause
            {
                Code = c.Finding.Code,
                Title = CodePages.TitleOf(c.Finding.Code),
                Confidence = c.Finding.Kind == FindingKind.Symptom && c.Cause < NeverACause ? c.Finding.Confidence : c.Cause,
                Explains = c.Explains,
            })];
    }

    /// <summary>Whether what was surely found makes a guess needless: it brings the other about, and not the other way round.</summary>
    private static bool AccountsFor(Finding found, Finding guess)
        => CausalLinks.Explains(found.Code, guess.Code) && !CausalLinks.Explains(guess.Code, found.Code);

    private static bool Outranks(Finding other, Finding finding)
    {
        if (other.Code == finding.Code || !CausalLinks.Explains(other.Code, finding.Code)) return false;
        if (CausalLinks.Explains(finding.Code, other.Code)) return other.Confidence > finding.Confidence;
        return finding.Kind != FindingKind.Cause || other.Confidence >= finding.Confidence;
    }

    private static List<string> Explained(Finding cause, IReadOnlyList<Finding> findings)
        => [.. findings.Where(f => f.Code != cause.Code && CausalLinks.Explains(cause.Code, f.Code)).Select(f => f.Code)];
}
