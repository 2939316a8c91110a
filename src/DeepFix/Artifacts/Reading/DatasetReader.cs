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
        if (statistics is null || Documents.Read(statistics, log) is not { } measured) return read;
        if (measured.Kind == NodeKind.Map) return Statistics(statistics.Path, measured, read ?? new DatasetArtifacts(), log);
        log.Fault(statistics.Path, measured.Line, "The file is a list, not an object.", "Write it as one object with splits and features.");
        return read;
    }

    private static DatasetArtifacts Metadata(string path, DataNode root, ReadLog log)
    {
        // Older clients put everything but the name under statistics.
        DataNode fields = root.Find("statistics") is { Kind: NodeKind.Map } nested ? nested : root;
        var typed = new TypedFields(path, log);
        var reader = new StatisticsReader(typed);
        DataNode? distribution = typed.Map(fields, "class_distribution");
        var splits = new Dictionary<string, SplitStatistics>(StringComparer.Ordinal);
        foreach (string split in (string[])["train", "val", "test"])
        {
            long? rows = Rows(path, fields, $"num_{split}_samples", log);
            Dictionary<string, long> classes = reader.Counts(distribution is null ? null : typed.Map(distribution, split));
            if (rows is not null || classes.Count > 0) splits[split] = new SplitStatistics { NumSamples = rows, ClassCounts = classes };
        }

        string[] names = [.. typed.List(fields, "class_names")?.Items.Where(i => i.IsScalar || i.IsNull).Select(i => i.Text) ?? []];
        int? classesSaid = Rows(path, fields, "num_classes", log) is { } count and <= int.MaxValue ? (int)count : names.Length > 0 ? names.Length : null;
        var metadata = new DatasetArtifacts
        {
            MetadataSource = path,
            DatasetName = typed.Text(root, "dataset_name"),
            TaskType = typed.Text(fields, "task_type") is { } task ? TaskTypes.Of(task) ?? task : null,
            DataType = typed.Text(fields, "data_type")?.ToLowerInvariant(),
            NumClasses = classesSaid ?? (splits.GetValueOrDefault("train") is { ClassCounts.Count: > 0 } train ? train.ClassCounts.Count : null),
            ClassNames = names,
            ImbalanceRatio = typed.Number(fields, "imbalance_ratio"),
            Raw = Flat.Scalars(root).ToDictionary(s => s.Key, s => s.Value.Text, StringComparer.Ordinal),
            Splits = splits,
        };
        typed.Report();
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
        var typed = new TypedFields(path, log);
        var reader = new StatisticsReader(typed);
        foreach ((string split, DataNode value) in typed.Map(root, "splits")?.Members ?? [])
        {
            if (value.IsNull) continue;
            if (value.Kind != NodeKind.Map) typed.Add(split, value);
            SplitStatistics read = reader.Split(value);
            splits[split] = read with
            {
                NumSamples = read.NumSamples ?? splits.GetValueOrDefault(split)?.NumSamples,
                ClassCounts = read.ClassCounts.Count > 0 ? read.ClassCounts : splits.GetValueOrDefault(split)?.ClassCounts ?? read.ClassCounts,
            };
        }

        if (typed.Count(root, "schema_version") is > 1 and var version)
            log.Fault(path, root.Find("schema_version")!.Line, FormattableString.Invariant($"The schema version is {version}; this program reads version 1."), "Update this program, or write version 1.");
        string? task = typed.Text(root, "task_type");
        DatasetArtifacts statistics = metadata with
        {
            StatisticsSource = path,
            TaskType = TaskTypes.Of(task) ?? metadata.TaskType ?? task,
            DataType = typed.Text(root, "data_type")?.ToLowerInvariant() ?? metadata.DataType,
            NumClasses = metadata.NumClasses ?? (splits.GetValueOrDefault("train") is { ClassCounts.Count: > 0 } train ? train.ClassCounts.Count : null),
            Splits = splits,
            DuplicateRowsTrainVal = typed.Count(root, "duplicate_rows_train_val"),
            DuplicateRowsTrainTest = typed.Count(root, "duplicate_rows_train_test"),
            IndexOverlapTrainTest = typed.Count(root, "index_overlap_train_test"),
            Features = reader.Features(root, log.CancellationToken),
            Correlations = reader.Correlations(root),
            ModelInput = reader.ModelInput(root),
            Rest = Rest(root),
        };
        typed.Report();
        return statistics;
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
