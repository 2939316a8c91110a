using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>Which of a run's artifacts belong to which analyser.</summary>
internal static class ArtifactPaths
{
    public static IReadOnlyList<string> Training(RunArtifacts run)
        => [.. run.AnalyzedPaths.Where(p => !p.StartsWith("dataset/", StringComparison.Ordinal) && !p.StartsWith("deepchecks/", StringComparison.Ordinal))];

    public static IReadOnlyList<string> Dataset(RunArtifacts run) => Under(run, "dataset/");

    public static IReadOnlyList<string> Deepchecks(RunArtifacts run) => Under(run, "deepchecks/");

    private static IReadOnlyList<string> Under(RunArtifacts run, string folder) => [.. run.AnalyzedPaths.Where(p => p.StartsWith(folder, StringComparison.Ordinal))];
}
