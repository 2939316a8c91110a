using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Detectors;

/// <summary>What the detectors judge, for whoever asks.</summary>
public static class DetectorDescriptions
{
    private static readonly string[] TrainingArtifacts = ["training_artifacts/metrics.csv", "training_artifacts/params.yaml"];
    private static readonly string[] DatasetArtifacts = ["dataset/metadata.yaml", "dataset/statistics.json"];
    private static readonly string[] DeepchecksArtifacts = ["deepchecks/results.yaml"];

    /// <summary>All detectors, by code and then by agent.</summary>
    public static IReadOnlyList<DetectorInfo> All { get; } =
    [
        .. Of(AgentNames.Training, DetectorCatalog.Training, TrainingArtifacts)
            .Concat(Of(AgentNames.Dataset, DetectorCatalog.Dataset, DatasetArtifacts))
            .Concat(Of(AgentNames.Deepchecks, DetectorCatalog.Deepchecks, DeepchecksArtifacts))
            .Concat(Of(AgentNames.CrossArtifact, DetectorCatalog.CrossArtifact, [.. TrainingArtifacts, .. DatasetArtifacts, .. DeepchecksArtifacts]))
            .OrderBy(e => e.Code, StringComparer.Ordinal),
    ];

    private static IEnumerable<DetectorInfo> Of(string agentName, IEnumerable<Detector> detectors, IReadOnlyList<string> artifacts)
        => from detector in detectors
           let code = Vocabulary.Of(detector.Code)
           select new DetectorInfo
           {
               Code = code.Code,
               Kind = code.Kind,
               Title = CodePages.TitleOf(code.Code),
               Definition = code.Definition,
               Agent = agentName,
               Artifacts = artifacts,
               Columns = detector.Reads,
               Limits = [.. detector.AllLimits.Select(Described)],
               Remedies = code.Remedies,
               KnowledgeId = CodePages.Find(code.Code)?.Code,
           };

    private static DetectorLimit Described(Limit limit) => new()
    {
        Name = limit.Name,
        Value = limit.Value,
        Side = limit.Side,
        Unit = limit.Unit,
        Range = [End(limit.Min), End(limit.Max)],
        Meaning = limit.Meaning,
        Source = limit.Source,
    };

    private static double? End(double value) => double.IsFinite(value) ? value : null;
}
