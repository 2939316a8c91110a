namespace DeepFix.Mlflow.Stores;

/// <summary>Reads runs and histories from an mlruns folder.</summary>
internal sealed class FileRuns(StoreFolder store, TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Where a run lies. Where two experiments hold its id, as after copying a folder, the one that its meta.yaml names.</summary>
    public (DirectoryInfo Folder, MetaYaml Meta) Find(string runId)
    {
        var folders = store.FoldersOf(runId).ToList();
        if (folders.Count == 0)
            throw StoreErrors.RunNotFound(runId, store.Path);
        var all = folders.Select(folder => (Folder: folder, Meta: RunMeta(folder) ?? throw Damaged(folder))).ToList();
        return all.FirstOrDefault(one => one.Meta["experiment_id"] == one.Folder.Parent!.Name, all[0]);
    }

    public Run Read(DirectoryInfo folder, MetaYaml meta)
    {
        var tags = Texts(folder, "tags");
        var name = meta["run_name"];
        return new Run
        {
            RunId = folder.Name,
            ExperimentId = folder.Parent!.Name,
            Name = string.IsNullOrEmpty(name) ? tags.GetValueOrDefault("mlflow.runName") : name,
            Status = StoreValues.Status(meta["status"]) ?? throw Damaged(folder),
            UserId = meta["user_id"],
            StartTime = Time(meta["start_time"]),
            EndTime = Time(meta["end_time"]),
            ArtifactUri = meta["artifact_uri"] ?? "",
            LifecycleStage = StoreValues.Lifecycle(meta["lifecycle_stage"]),
            Tags = tags,
            Params = Texts(folder, "params"),
            Metrics = Latest(folder, meta),
            DatasetInputs = Inputs(folder),
        };
    }

    public MetricPoint[] History(DirectoryInfo folder, MetaYaml meta, string key) =>
        store.FileOf(Sub(folder, "metrics"), key) is { } file ? MetricFile.Read(file, IsRunning(meta)) : [];

    public Experiment Experiment(DirectoryInfo folder)
    {
        var meta = ExperimentMeta(folder) ?? throw Damaged(folder);
        return new Experiment
        {
            ExperimentId = folder.Name,
            Name = meta["name"] ?? "",
            ArtifactLocation = meta["artifact_location"] ?? "",
            LifecycleStage = StoreValues.Lifecycle(meta["lifecycle_stage"]),
            CreationTime = Time(meta["creation_time"]),
            LastUpdateTime = Time(meta["last_update_time"]),
            Tags = Texts(folder, "tags"),
        };
    }

    /// <summary>The meta.yaml of a run; null where it is damaged.</summary>
    public MetaYaml? RunMeta(DirectoryInfo folder) => Meta(folder, "status");

    /// <summary>The meta.yaml of an experiment; null where it is damaged.</summary>
    public MetaYaml? ExperimentMeta(DirectoryInfo folder) => Meta(folder, "name");

    // MLflow does not write the file in one go: one that is half or lacks the wanted key is read again.
    private MetaYaml? Meta(DirectoryInfo folder, string wantedKey)
    {
        var file = new FileInfo(Path.Combine(folder.FullName, "meta.yaml"));
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (MetaYaml.Parse(StoreFiles.ReadText(file)) is { } meta && meta[wantedKey] is not null) return meta;
            if (waited >= patience) return null;
            Thread.Sleep(Pause);
        }
    }

    private Dictionary<string, string> Texts(DirectoryInfo folder, string name) =>
        store.Keys(Sub(folder, name)).ToDictionary(entry => entry.Key, entry => StoreFiles.ReadText(entry.File), StringComparer.Ordinal);

    private Dictionary<string, MetricPoint> Latest(DirectoryInfo folder, MetaYaml meta)
    {
        Dictionary<string, MetricPoint> latest = new(StringComparer.Ordinal);
        foreach (var (key, file) in store.Keys(Sub(folder, "metrics")))
        {
            if (MetricFile.Read(file, IsRunning(meta)) is { Length: > 0 } points) latest[key] = MetricFile.Latest(points);
        }
        return latest;
    }

    private List<DatasetInput> Inputs(DirectoryInfo folder)
    {
        List<DatasetInput> inputs = [];
        foreach (var link in store.Folders(Sub(folder, "inputs")))
        {
            if (Meta(link, "source_type") is not { } meta || meta["source_type"] is not "DATASET" || meta["source_id"] is not { } id) continue;
            var dataset = store.FileOf(Sub(folder.Parent!, "datasets"), id + "/meta.yaml");
            if (dataset is not null && Meta(dataset.Directory!, "source_type") is { } of)
                inputs.Add(new DatasetInput(of["name"] ?? "", of["digest"] ?? "", of["source_type"], of["source"], of["schema"], of["profile"], meta.Map("tags")));
        }
        return [.. inputs.OrderBy(input => input.Name, StringComparer.Ordinal).ThenBy(input => input.Digest, StringComparer.Ordinal)];
    }

    // A run that died while running never gets an end; its unfinished last line is as doubtful.
    private static bool IsRunning(MetaYaml meta) => meta["end_time"] is null;

    private static DirectoryInfo Sub(DirectoryInfo folder, string name) => new(Path.Combine(folder.FullName, name));

    private static DateTimeOffset? Time(string? text) => text is null ? null : StoreValues.Time(StoreValues.Integer(text));

    private static MlflowException Damaged(DirectoryInfo folder) => StoreErrors.Unreadable(
        $"{Path.Combine(folder.FullName, "meta.yaml")} is damaged or half written.", "Repair it after a sound meta.yaml beside it, or remove the folder.");
}
