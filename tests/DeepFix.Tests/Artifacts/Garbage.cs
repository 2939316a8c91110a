using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Where files lie that the parser reads, and a real one for each.</summary>
internal static class Garbage
{
    public static IReadOnlyList<string> Paths { get; } =
    [
        "training_artifacts/metrics.csv", "training_artifacts/params.yaml", "dataset/metadata.yaml", "dataset/statistics.json", "deepchecks/results.yaml", "metrics.csv", "params.yaml",
        "dataset/dataset.yaml", "deepchecks/deepchecks.yaml",
    ];

    /// <summary>A real file that could lie there.</summary>
    public static byte[] RealFile(string path) => RecordedFiles.Bytes(path switch
    {
        "metrics.csv" or "training_artifacts/metrics.csv" => "runs/m012/training_artifacts/metrics.csv",
        "params.yaml" or "training_artifacts/params.yaml" => "runs/m012/training_artifacts/params.yaml",
        "dataset/statistics.json" => "runs/d043/dataset/statistics.json",
        "deepchecks/results.yaml" or "deepchecks/deepchecks.yaml" => "deepchecks/vision_label_drift_digits/deepchecks/results.yaml",
        _ => "runs/m012/dataset/metadata.yaml",
    });

    public static string Repeat(this string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
