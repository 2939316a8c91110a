using DeepFix.Evaluation.Transformations;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

/// <summary>The labelled runs that come with the source.</summary>
internal static class BundledRuns
{
    /// <summary>All of them, with their labels.</summary>
    public static IReadOnlyList<LabelledRun> All { get; } = [.. LabelledRun.ReadAll(RepositoryFiles.PathOf("tests", "runs"))];

    /// <summary>Those in which nothing is wrong, as text.</summary>
    public static IEnumerable<RecordedRun> Healthy => All.Where(r => r.Causes.Count == 0).Select(r => RecordedRun.Read(r.Folder));
}
