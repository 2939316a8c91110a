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

/// <summary>One artifact.</summary>
/// <param name="Path">Path within the run.</param>
/// <param name="Size">Length in bytes, counted where it was read; null where nobody says.</param>
/// <param name="Sha256">Hash in lower-case hexadecimal; null where it was not read.</param>
/// <param name="Error">Why it could not be read; null where it could.</param>
internal sealed record ArtifactFile(string Path, long? Size, string? Sha256, string? Error);
