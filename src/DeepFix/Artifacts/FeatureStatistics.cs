namespace DeepFix.Artifacts;

/// <summary>Statistics of one feature over the splits (contract: <c>dataset/statistics.json</c>, <c>features</c>).</summary>
public sealed record FeatureStatistics
{
    /// <summary>The feature's name.</summary>
    public required string Name { get; init; }

    /// <summary>numeric, categorical or other.</summary>
    public string Kind { get; init; } = "other";

    /// <summary>Inner edges of the histogram, which is open at both ends: n edges bound n + 1 bins, or as many as the histogram says.</summary>
    public IReadOnlyList<double> BinEdges { get; init; } = [];

    /// <summary>How well the feature alone tells the target, 0 to 1.</summary>
    public double? TargetAssociation { get; init; }

    /// <summary>Statistics by split: train, val, test.</summary>
    public IReadOnlyDictionary<string, FeatureSplit> Splits { get; init; } = new Dictionary<string, FeatureSplit>(StringComparer.Ordinal);
}
