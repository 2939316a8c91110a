using DeepFix.Artifacts;

namespace DeepFix.Detectors;

/// <summary>Every detector, one line each, in the order in which their findings are listed when nothing else orders them.</summary>
public static class DetectorCatalog
{
    /// <summary>Detectors of metrics and declared settings.</summary>
    public static IReadOnlyList<Detector<TrainingArtifacts>> Training { get; } =
    [
        new Training.NanLoss(),
        new Training.Divergence(),
        new Training.Overfitting(),
        new Training.TrainedPastBest(),
    ];

    /// <summary>Detectors of dataset metadata and statistics.</summary>
    public static IReadOnlyList<Detector<DatasetArtifacts>> Dataset { get; } = [];

    /// <summary>Detectors of deepchecks results.</summary>
    public static IReadOnlyList<Detector<DeepchecksArtifacts>> Deepchecks { get; } = [];

    /// <summary>Detectors that need more than one kind of artifact.</summary>
    public static IReadOnlyList<Detector<RunArtifacts>> CrossArtifact { get; } = [];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Detector> All { get; } = [.. Training, .. Dataset, .. Deepchecks, .. CrossArtifact];
}
