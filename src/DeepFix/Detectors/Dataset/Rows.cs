using DeepFix.Artifacts;

namespace DeepFix.Detectors.Dataset;

/// <summary>Splits and their rows, as the detectors of data need them.</summary>
internal static class Rows
{
    /// <summary>The splits that a model is judged on, in a fixed order.</summary>
    public static IEnumerable<(string Name, SplitStatistics Statistics)> HeldOut(this DatasetArtifacts artifacts)
        => from name in new[] { "val", "test" } where artifacts.Splits.ContainsKey(name) select (name, artifacts.Splits[name]);

    /// <summary>The training split, or null.</summary>
    public static SplitStatistics? Train(this DatasetArtifacts artifacts) => artifacts.Splits.GetValueOrDefault("train");

    /// <summary>Rows of a split as stated, or as its classes add up to.</summary>
    public static double? Of(SplitStatistics? split)
        => split?.NumSamples ?? (split is { ClassCounts.Count: > 0 } ? split.ClassCounts.Values.Sum() : null);

    /// <summary>Share of training rows that copy no other: only these count as evidence of their own.</summary>
    public static double IndependentShare(SplitStatistics? train)
        => Of(train) is { } rows and > 0 && train!.DuplicateRows is { } copies ? Math.Max(1, rows - copies) / rows : 1;

    /// <summary>Share of training rows that copy another: they move no distribution by more.</summary>
    public static double CopiedShare(SplitStatistics? train) => 1 - IndependentShare(train);

    /// <summary>Whether rows are grids (images, spectra by time): a cell is then no feature with a meaning of its own.</summary>
    public static bool AreGrids(DatasetArtifacts artifacts)
        => artifacts.Splits.Values.Any(s => s.SampleShape.Count > 1)
            || artifacts.DataType is "vision" or "image" or "images";

    /// <summary>Whether the target is a number rather than a class.</summary>
    public static bool AreRegression(DatasetArtifacts artifacts)
        => string.Equals(artifacts.TaskType, "regression", StringComparison.OrdinalIgnoreCase) || (artifacts.Train() is { ClassCounts.Count: 0, Target: not null });

    /// <summary>Counts of two tables over the union of their keys, in ordinal order.</summary>
    public static (double[] First, double[] Second) Aligned(IReadOnlyDictionary<string, long> first, IReadOnlyDictionary<string, long> second)
    {
        List<string> keys = [.. first.Keys.Union(second.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ([.. keys.Select(k => (double)first.GetValueOrDefault(k))], [.. keys.Select(k => (double)second.GetValueOrDefault(k))]);
    }
}
