using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Evaluation;

/// <summary>A log, or a poorer view of it, with what the analysers say, uncalibrated.</summary>
internal sealed record AnalysedLog(RunArtifacts Artifacts, IReadOnlyList<AgentReport> Reports)
{
    /// <summary>Has a log analysed.</summary>
    public static AnalysedLog Of(RunArtifacts run)
    {
        AgentReport?[] reports = [Report(AgentNames.Training, DetectorCatalog.Training, run.Training), Report(AgentNames.Dataset, DetectorCatalog.Dataset, run.Dataset), Report(AgentNames.Deepchecks, DetectorCatalog.Deepchecks, run.Deepchecks)];
        return new AnalysedLog(run, [.. reports.OfType<AgentReport>()]);
    }

    private static AgentReport? Report<TArtifacts>(string agent, IReadOnlyList<Detector<TArtifacts>> detectors, TArtifacts? artifacts)
        where TArtifacts : class
        => artifacts is null ? null : new ArtifactAnalyzer<TArtifacts>(agent, detectors).Run(artifacts, [], CancellationToken.None);
}
