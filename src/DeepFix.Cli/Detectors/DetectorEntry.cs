using DeepFix.Api;
using DeepFix.Detectors;
using DeepFix.Knowledge;

namespace DeepFix.Cli.Detectors;

/// <summary>What one detector judges.</summary>
internal sealed record DetectorEntry(CodeEntry Code, string AgentName, Detector Detector)
{
    private static readonly string[] TrainingArtifacts = ["training_artifacts/metrics.csv", "training_artifacts/params.yaml"];
    private static readonly string[] DatasetArtifacts = ["dataset/metadata.yaml", "dataset/statistics.json"];
    private static readonly string[] DeepchecksArtifacts = ["deepchecks/results.yaml"];

    public string Title => CodePages.TitleOf(Code.Code);

    /// <summary>The code's page of knowledge; null where it has none.</summary>
    public string? KnowledgeId => CodePages.Find(Code.Code)?.Code;

    /// <summary>Artifacts that its agent looks at.</summary>
    public IReadOnlyList<string> Artifacts => AgentName switch
    {
        AgentNames.Training => TrainingArtifacts,
        AgentNames.Dataset => DatasetArtifacts,
        AgentNames.Deepchecks => DeepchecksArtifacts,
        _ => [.. TrainingArtifacts, .. DatasetArtifacts, .. DeepchecksArtifacts],
    };

    /// <summary>All detectors, by code and then by agent.</summary>
    public static IReadOnlyList<DetectorEntry> All() =>
    [
        .. Of(AgentNames.Training, DetectorCatalog.Training)
            .Concat(Of(AgentNames.Dataset, DetectorCatalog.Dataset))
            .Concat(Of(AgentNames.Deepchecks, DetectorCatalog.Deepchecks))
            .Concat(Of(AgentNames.CrossArtifact, DetectorCatalog.CrossArtifact))
            .OrderBy(e => e.Code.Code, StringComparer.Ordinal),
    ];

    private static IEnumerable<DetectorEntry> Of(string agentName, IEnumerable<Detector> detectors) => detectors.Select(d => new DetectorEntry(Vocabulary.Of(d.Code), agentName, d));
}
