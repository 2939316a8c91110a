using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Evaluation;

/// <summary>A labelled run with what the engine says of it before anything fitted comes in: what tables are fitted on.</summary>
/// <param name="Run">The run and its labels.</param>
/// <param name="Artifacts">The run as the pipeline sees it.</param>
/// <param name="Findings">Findings of the detectors alone, uncalibrated.</param>
/// <param name="Signs">The signs that the differential weighs.</param>
internal sealed record JudgedRun(LabelledRun Run, RunArtifacts Artifacts, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, Sign> Signs)
{
    private static readonly AnalysisPipeline Unfitted = new(EngineParameters.Default with { Calibration = Calibration.None, Differential = Differential.None });

    /// <summary>Judges runs.</summary>
    public static async Task<IReadOnlyList<JudgedRun>> AllAsync(IEnumerable<LabelledRun> runs)
    {
        List<JudgedRun> judged = [];
        foreach (LabelledRun run in runs)
        {
            RunArtifacts artifacts = run.Parse();
            IReadOnlyList<Finding> findings = [.. (await Unfitted.RunAsync(artifacts, new AnalysisOptions())).Findings];
            judged.Add(new JudgedRun(run, artifacts, findings, SignReader.Read(artifacts, findings, CancellationToken.None)));
        }

        return judged;
    }
}
