using DeepFix.Mlflow;

namespace DeepFix.Cli.Runs;

/// <summary>A run with what the store keeps apart from it.</summary>
/// <param name="Run">The run.</param>
/// <param name="History">Whole histories by metric; null where they were not asked for.</param>
/// <param name="Artifacts">Files, by path.</param>
/// <param name="ArtifactsError">Why the artifacts could not be listed; null where they could.</param>
internal sealed record RunDetails(Run Run, IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>? History, IReadOnlyList<ArtifactFile> Artifacts, string? ArtifactsError = null)
{
    public bool IsWhole => ArtifactsError is null && Artifacts.All(a => a.Error is null);
}
