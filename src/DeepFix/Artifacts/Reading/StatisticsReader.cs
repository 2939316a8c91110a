namespace DeepFix.Artifacts.Reading;

/// <summary>Reads the parts of <c>dataset/statistics.json</c>.</summary>
internal sealed class StatisticsReader(TypedFields fields)
{
    private static readonly (string Name, double Level)[] QuantileNames = [("q05", 0.05), ("q25", 0.25), ("q50", 0.5), ("q75", 0.75), ("q95", 0.95)];

    public SplitStatistics Split(DataNode node) => new()
    {
        NumSamples = fields.Count(node, "num_samples"),
        NumFeatures = Small("num_features", fields.Count(node, "num_features"), node),
        SampleShape = Shape(node),
        ClassCounts = Counts(fields.Map(node, "class_counts")),
        Target = fields.Map(node, "target") is { } target ? MomentsOf(target) : null,
        DuplicateRows = fields.Count(node, "duplicate_rows"),
        ConflictingLabelRows = fields.Count(node, "conflicting_label_rows"),
        MissingCells = fields.Count(node, "missing_cells"),
        KnnLabelDisagreement = fields.Number(node, "knn_label_disagreement"),
    };

    public Dictionary<string, long> Counts(DataNode? node)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string key, DataNode value) in node?.Members ?? [])
        {
            if (!value.IsNull && fields.AsCount(key, value) is { } count) counts[key] = count;
        }

        return counts;
    }

    public IReadOnlyList<FeatureStatistics> Features(DataNode root, CancellationToken cancellationToken)
    {
        List<FeatureStatistics> features = [];
        foreach (DataNode item in fields.List(root, "features")?.Items ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Kind != NodeKind.Map) fields.Add("features", item);
            else if (fields.Text(item, "name") is { } name) features.Add(Feature(name, item));
        }

        return features;
    }

    public IReadOnlyList<FeatureCorrelation> Correlations(DataNode root)
    {
        List<FeatureCorrelation> correlations = [];
        foreach (DataNode item in fields.List(root, "correlations")?.Items ?? [])
        {
            if (item.Find("features")?.Items is not [{ IsScalar: true } first, { IsScalar: true } second]) fields.Add("correlations", item);
            else if (fields.Number(item, "pearson_abs") is { } pearson) correlations.Add(new FeatureCorrelation(first.Text, second.Text, pearson));
        }

        return correlations;
    }

    public Dictionary<string, Moments> ModelInput(DataNode root)
    {
        var moments = new Dictionary<string, Moments>(StringComparer.Ordinal);
        foreach ((string key, DataNode value) in fields.Map(root, "model_input")?.Members ?? [])
        {
            if (value.Kind == NodeKind.Map) moments[key] = MomentsOf(value);
            else if (!value.IsNull) fields.Add("model_input", value);
        }

        return moments;
    }

    private FeatureStatistics Feature(string name, DataNode item)
    {
        var splits = new Dictionary<string, FeatureSplit>(StringComparer.Ordinal);
        foreach ((string key, DataNode value) in item.Members)
        {
            if (value.Kind == NodeKind.Map) splits[key] = Split(name, value);
            else if (key is "train" or "val" or "test" && !value.IsNull) fields.Add(key, value);
        }

        return new FeatureStatistics
        {
            Name = name,
            Kind = fields.Text(item, "kind")?.ToLowerInvariant() ?? "other",
            BinEdges = [.. fields.List(item, "bin_edges")?.Items.Select(Edge) ?? []],
            TargetAssociation = fields.Number(item, "target_association"),
            Splits = splits,
        };
    }

    private FeatureSplit Split(string name, DataNode node)
    {
        var quantiles = new Dictionary<double, double>();
        foreach ((string quantile, double level) in QuantileNames)
        {
            if (fields.Number(node, quantile) is { } value) quantiles[level] = value;
        }

        return new FeatureSplit
        {
            Moments = MomentsOf(node),
            Quantiles = quantiles,
            Missing = fields.Count(node, "missing"),
            Unique = fields.Count(node, "unique"),
            Histogram = [.. fields.List(node, "histogram")?.Items.Select(i => fields.AsCount("histogram of " + name, i) ?? 0) ?? []],
            TopValues = Counts(fields.Map(node, "top_values")),
            ValuesNotListed = fields.Count(node, "values_not_listed"),
            ValueTypes = Counts(fields.Map(node, "value_types")),
            StringLength = fields.Map(node, "string_length") is { } length ? MomentsOf(length) : null,
        };
    }

    private Moments MomentsOf(DataNode node) => new(fields.Number(node, "mean"), fields.Number(node, "std"), fields.Number(node, "min"), fields.Number(node, "max"));

    private double Edge(DataNode item)
    {
        if (item.AsNumber() is { } edge) return edge;
        fields.Add("bin_edges", item);
        return double.NaN;
    }

    private int[] Shape(DataNode node)
    {
        List<int> shape = [];
        foreach (DataNode item in fields.List(node, "sample_shape")?.Items ?? [])
        {
            if (Small("sample_shape", fields.AsCount("sample_shape", item), item) is { } side) shape.Add(side);
        }

        return [.. shape];
    }

    private int? Small(string key, long? count, DataNode node)
    {
        if (count is null or <= int.MaxValue) return (int?)count;
        fields.Add(key, node);
        return null;
    }
}
