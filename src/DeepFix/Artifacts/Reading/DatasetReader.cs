using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Reads metadata and statistics of a run's data, in the contract's two files or in the single file of older clients.</summary>
internal static class DatasetReader
{
    private static readonly string[] Known =
    [
        "schema_version", "task_type", "data_type", "splits", "duplicate_rows_train_val", "duplicate_rows_train_test", "index_overlap_train_test", "features", "correlations", "model_input",
    ];

    public static DatasetArtifacts? Read(RunFiles files, ReadLog log)
    {
        RunFile? metadata = files.First("dataset/metadata.yaml", "dataset/dataset.yaml"), statistics = files.First("dataset/statistics.json");
        DatasetArtifacts? read = null;
        if (metadata is not null && Documents.Read(metadata, log) is { } fields) read = Metadata(metadata.Path, fields, log);
        if (statistics is not null && Documents.Read(statistics, log) is { Kind: NodeKind.Map } measured) read = Statistics(statistics.Path, measured, read ?? new DatasetArtifacts(), log);
        return read;
    }

    private static DatasetArtifacts Metadata(string path, DataNode root, ReadLog log)
    {
        // Older clients put everything but the name under statistics.
        DataNode fields = root.Find("statistics") is { Kind: NodeKind.Map } nested ? nested : root;
        var splits = new Dictionary<string, SplitStatistics>(StringComparer.Ordinal);
        foreach (string split in (string[])["train", "val", "test"])
        {
            long? rows = Rows(path, fields, $"num_{split}_samples", log);
            Dictionary<string, long> classes = StatisticsReader.Counts(fields.Find("class_distribution")?.Find(split));
            if (rows is not null || classes.Count > 0) splits[split] = new SplitStatistics { NumSamples = rows, ClassCounts = classes };
        }

        string[] names = [.. fields.Find("class_names")?.Items.Where(i => i.IsScalar || i.IsNull).Select(i => i.Text) ?? []];
        int? classesSaid = Rows(path, fields, "num_classes", log) is { } count and <= int.MaxValue ? (int)count : names.Length > 0 ? names.Length : null;
        var metadata = new DatasetArtifacts
        {
            MetadataSource = path,
            DatasetName = root.String("dataset_name"),
            TaskType = TaskTypes.Of(fields.String("task_type")) ?? fields.String("task_type"),
            DataType = fields.String("data_type")?.ToLowerInvariant(),
            NumClasses = classesSaid ?? (splits.GetValueOrDefault("train") is { ClassCounts.Count: > 0 } train ? train.ClassCounts.Count : null),
            ClassNames = names,
            ImbalanceRatio = fields.Number("imbalance_ratio"),
            Raw = Flat.Scalars(root).ToDictionary(s => s.Key, s => s.Value.Text, StringComparer.Ordinal),
            Splits = splits,
        };
        string[] missing = [.. new[] { ("dataset_name", metadata.DatasetName is null), ("num_train_samples", splits.GetValueOrDefault("train")?.NumSamples is null) }
            .Where(m => m.Item2).Select(m => m.Item1)];
        if (missing.Length > 0) log.Fault(path, null, $"It does not say {string.Join(" and ", missing)}.", "Log both: how far a number can be trusted depends on the rows behind it.");
        return metadata;
    }

    private static long? Rows(string path, DataNode fields, string name, ReadLog log)
    {
        if (fields.Find(name) is not { IsNull: false } node) return null;
        if (node.AsCount() is { } count and >= 0) return count;
        log.Fault(path, node.Line, $"{name} is no whole number.", "Log how many there are.");
        return null;
    }

    private static DatasetArtifacts Statistics(string path, DataNode root, DatasetArtifacts metadata, ReadLog log)
    {
        var splits = new Dictionary<string, SplitStatistics>(metadata.Splits, StringComparer.Ordinal);
        foreach ((string split, DataNode value) in root.Find("splits")?.Members ?? [])
        {
            SplitStatistics read = StatisticsReader.Split(value);
            splits[split] = read with
            {
                NumSamples = read.NumSamples ?? splits.GetValueOrDefault(split)?.NumSamples,
                ClassCounts = read.ClassCounts.Count > 0 ? read.ClassCounts : splits.GetValueOrDefault(split)?.ClassCounts ?? read.ClassCounts,
            };
        }

        if (root.Count("schema_version") is > 1 and var version)
            log.Fault(path, root.Find("schema_version")!.Line, FormattableString.Invariant($"The schema version is {version}; this program reads version 1."), "Update this program, or write version 1.");
        foreach (string name in (string[])["splits", "model_input"])
        {
            if (root.Find(name) is { Kind: not NodeKind.Map and not NodeKind.Null } wrong) log.Fault(path, wrong.Line, $"{name} holds no splits.", "Give it a member for every split: train, val, test.");
        }

        foreach (string name in (string[])["features", "correlations"])
        {
            if (root.Find(name) is { Kind: not NodeKind.List and not NodeKind.Null } wrong) log.Fault(path, wrong.Line, $"{name} is no list.", "Write it as a list of objects.");
        }

        return metadata with
        {
            StatisticsSource = path,
            TaskType = TaskTypes.Of(root.String("task_type")) ?? metadata.TaskType ?? root.String("task_type"),
            DataType = root.String("data_type")?.ToLowerInvariant() ?? metadata.DataType,
            NumClasses = metadata.NumClasses ?? (splits.GetValueOrDefault("train") is { ClassCounts.Count: > 0 } train ? train.ClassCounts.Count : null),
            Splits = splits,
            DuplicateRowsTrainVal = root.Count("duplicate_rows_train_val"),
            DuplicateRowsTrainTest = root.Count("duplicate_rows_train_test"),
            IndexOverlapTrainTest = root.Count("index_overlap_train_test"),
            Features = StatisticsReader.Features(root.Find("features"), log.CancellationToken),
            Correlations = StatisticsReader.Correlations(root.Find("correlations")),
            ModelInput = StatisticsReader.Moments(root.Find("model_input")),
            Rest = Rest(root),
        };
    }

    private static JsonObject? Rest(DataNode root)
    {
        var rest = new JsonObject();
        foreach ((string key, DataNode value) in root.Members)
        {
            if (!Known.Contains(key, StringComparer.Ordinal)) rest[key] = JsonNodes.Of(value);
        }

        return rest.Count > 0 ? rest : null;
    }
}
