namespace DeepFix.Artifacts;

/// <summary>The artifact paths that an analysis reads: nothing else of a run is transferred.</summary>
public static class ContractPaths
{
    /// <summary>Files, as paths within the run.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "training_artifacts/metrics.csv", "training_artifacts/params.yaml",
        "dataset/metadata.yaml", "dataset/statistics.json", "dataset/dataset.yaml",
        "deepchecks/results.yaml", "deepchecks/config.yaml", "deepchecks/deepchecks.yaml",
        "metrics.csv", "params.yaml",
    ];
}
