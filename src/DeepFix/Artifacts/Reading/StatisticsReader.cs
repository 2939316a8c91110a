namespace DeepFix.Artifacts.Reading;

/// <summary>Reads the parts of <c>dataset/statistics.json</c>. What has the wrong type counts as not stated.</summary>
internal static class StatisticsReader
{
    private static readonly (string Name, double Level)[] QuantileNames = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];

    public static SplitStatistics Split(DataNode node) => new()
    {
        NumSamples = node.Count("num_samples"),
        NumFeatures = Small(node.Find("num_features")),
        SampleShape = [.. node.Find("sample_shape")?.Items.Select(Small).OfType<int>() ?? []],
        ClassCounts = Counts(node.Find("class_counts")),
        Target = node.Find("target") is { Kind: NodeKind.Map } target ? MomentsOf(target) : null,
        DuplicateRows = node.Count("duplicate_rows"),
        ConflictingLabelRows = node.Count("conflicting_label_rows"),
        MissingCells = node.Count("missing_cells"),
        KnnLabelDisagreement = node.Number("knn_label_disagreement"),
    };

    public static Dictionary<string, long> Counts(DataNode? node)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string key, DataNode value) in node?.Members ?? [])
        {
            if (value.AsCount() is { } count and >= 0) counts[key] = count;
        }

        return counts;
    }

    public static IReadOnlyList<FeatureStatistics> Features(DataNode? node, CancellationToken cancellationToken)
    {
        List<FeatureStatistics> features = [];
        foreach (DataNode item in node?.Items ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.String("name") is not { } name) continue;
            var splits = new Dictionary<string, FeatureSplit>(StringComparer.Ordinal);
            foreach ((string key, DataNode value) in item.Members)
            {
                if (value.Kind == NodeKind.Map) splits[key] = Feature(value);
            }

            features.Add(new FeatureStatistics
            {
                Name = name,
                Kind = item.String("kind")?.ToLowerInvariant() ?? "other",
                BinEdges = [.. item.Find("bin_edges")?.Items.Select(i => i.AsNumber() ?? double.NaN) ?? []],
                TargetAssociation = item.Number("target_association"),
                Splits = splits,
            });
        }

        return features;
    }

    public static IReadOnlyList<FeatureCorrelation> Correlations(DataNode? node)
    {
        List<FeatureCorrelation> correlations = [];
        foreach (DataNode item in node?.Items ?? [])
        {
            if (item.Find("features")?.Items is [var first, var second] && item.Number("pearson_abs") is { } pearson)
                correlations.Add(new FeatureCorrelation(first.Text, second.Text, pearson));
        }

        return correlations;
    }

    public static Dictionary<string, Moments> Moments(DataNode? node)
    {
        var moments = new Dictionary<string, Moments>(StringComparer.Ordinal);
        foreach ((string key, DataNode value) in node?.Members ?? [])
        {
            if (value.Kind == NodeKind.Map) moments[key] = MomentsOf(value);
        }

        return moments;
    }

    private static FeatureSplit Feature(DataNode node)
    {
        var quantiles = new Dictionary<double, double>();
        foreach ((string name, double level) in QuantileNames)
        {
            if (node.Number(name) is { } value) quantiles[level] = value;
        }

        return new FeatureSplit
        {
            Moments = MomentsOf(node),
            Quantiles = quantiles,
            Missing = node.Count("missing"),
            Unique = node.Count("unique"),
            Histogram = [.. node.Find("histogram")?.Items.Select(i => i.AsCount() ?? 0) ?? []],
            TopValues = Counts(node.Find("top_values")),
            ValuesNotListed = node.Count("values_not_listed"),
            ValueTypes = Counts(node.Find("value_types")),
            StringLength = node.Find("string_length") is { Kind: NodeKind.Map } length ? MomentsOf(length) : null,
        };
    }

    private static Moments MomentsOf(DataNode node) => new(node.Number("mean"), node.Number("std"), node.Number("min"), node.Number("max"));

    private static int? Small(DataNode? node) => node?.AsCount() is { } value and >= 0 and <= int.MaxValue ? (int)value : null;
}
