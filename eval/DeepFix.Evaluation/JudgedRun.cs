using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Evaluation;

/// <summary>A labelled run with what the engine says of it before anything fitted comes in: what tables are fitted on.</summary>
/// <param name="Run">The run and its labels.</param>
/// <param name="Artifacts">The run as the pipeline sees it.</param>
/// <param name="Findings">Findings of the detectors alone, uncalibrated.</param>
/// <param name="Signs">The signs that the differential weighs.</param>
/// <param name="Reports">What the analysers say, uncalibrated, of the whole log and of its loss and score alone.</param>
internal sealed record JudgedRun(LabelledRun Run, RunArtifacts Artifacts, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, Sign> Signs, IReadOnlyList<(RunArtifacts Artifacts, IReadOnlyList<AgentReport> Reports)> Reports)
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
            judged.Add(new JudgedRun(run, artifacts, findings, SignReader.Read(artifacts, findings, CancellationToken.None), [Analyzed(artifacts), Analyzed(run.Parse(View.Basic))]));
        }

        return judged;
    }

    private static (RunArtifacts Artifacts, IReadOnlyList<AgentReport> Reports) Analyzed(RunArtifacts run)
    {
        EngineParameters engine = EngineParameters.Default;
        AgentReport?[] reports = [Report(AgentNames.Training, engine.Training, run.Training), Report(AgentNames.Dataset, engine.Dataset, run.Dataset), Report(AgentNames.Deepchecks, engine.Deepchecks, run.Deepchecks)];
        return (run, [.. reports.OfType<AgentReport>()]);
    }

    private static AgentReport? Report<TArtifacts>(string agent, IReadOnlyList<Detector<TArtifacts>> detectors, TArtifacts? artifacts)
        where TArtifacts : class
        => artifacts is null ? null : new ArtifactAnalyzer<TArtifacts>(agent, detectors).Run(artifacts, [], CancellationToken.None);
}
