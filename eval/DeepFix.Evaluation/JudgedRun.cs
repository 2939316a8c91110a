using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Evaluation;

/// <summary>A labelled run with what the engine says of it before anything fitted comes in: what tables are fitted on.</summary>
/// <param name="Run">The run and its labels.</param>
/// <param name="Whole">What the analysers say of the whole log.</param>
/// <param name="Basic">What they say of its loss and score alone.</param>
/// <param name="Findings">Findings of the detectors alone, uncalibrated, on the whole log.</param>
/// <param name="Signs">The signs that the differential weighs, of the whole log.</param>
internal sealed record JudgedRun(LabelledRun Run, AnalysedLog Whole, AnalysedLog Basic, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, Sign> Signs)
{
    private static readonly CrossArtifactIntegrationAgent Unfitted = new(DetectorCatalog.CrossArtifact, Calibration.None, Differential.None);

    /// <summary>The whole log as the pipeline sees it.</summary>
    public RunArtifacts Artifacts => Whole.Artifacts;

    /// <summary>Judges runs.</summary>
    public static IReadOnlyList<JudgedRun> All(IEnumerable<LabelledRun> runs) => [.. runs.Select(Judged)];

    private static JudgedRun Judged(LabelledRun run)
    {
        AnalysedLog whole = AnalysedLog.Of(run.Parse());
        Integration integration = Unfitted.Run(whole.Artifacts, whole.Reports, CancellationToken.None);
        IReadOnlyList<Finding> findings = [.. integration.Reports.Append(integration.Own).SelectMany(r => r.Findings)];
        return new JudgedRun(run, whole, AnalysedLog.Of(run.Parse(View.Basic)), findings, SignReader.Read(whole.Artifacts, findings, CancellationToken.None));
    }
}
