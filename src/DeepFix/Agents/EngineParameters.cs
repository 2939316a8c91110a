using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Agents;

/// <summary>Everything in the engine that was chosen on data: detectors with their limits, casebook, calibration. An argument of the pipeline, so that an evaluation can refit it.</summary>
public sealed record EngineParameters
{
    /// <summary>What the assembly carries.</summary>
    public static EngineParameters Default { get; } = new();

    /// <summary>Detectors of the training analyser.</summary>
    public IReadOnlyList<Detector<TrainingArtifacts>> Training { get; init; } = DetectorCatalog.Training;

    /// <summary>Detectors of the dataset analyser.</summary>
    public IReadOnlyList<Detector<DatasetArtifacts>> Dataset { get; init; } = DetectorCatalog.Dataset;

    /// <summary>Detectors of the deepchecks analyser.</summary>
    public IReadOnlyList<Detector<DeepchecksArtifacts>> Deepchecks { get; init; } = DetectorCatalog.Deepchecks;

    /// <summary>Detectors of the cross-artifact agent.</summary>
    public IReadOnlyList<Detector<RunArtifacts>> CrossArtifact { get; init; } = DetectorCatalog.CrossArtifact;

    /// <summary>What remedies really brought.</summary>
    public Casebook Casebook { get; init; } = Casebook.Embedded;

    /// <summary>What signs that settle nothing alone make likely together.</summary>
    public Differential Differential { get; init; } = Differential.Embedded;

    /// <summary>How often findings were right.</summary>
    public Calibration Calibration { get; init; } = Calibration.Embedded;
}
