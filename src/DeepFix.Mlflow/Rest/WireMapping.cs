using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow.Rest;

/// <summary>From MLflow's JSON to this package's records.</summary>
internal static class WireMapping
{
    public static Run ToRun(this Wire.RunBody body)
    {
        var info = body.Info ?? throw new FormatException("a run without 'info'");
        var tags = ToDictionary(body.Data?.Tags);
        return new Run
        {
            RunId = info.RunId ?? info.RunUuid ?? throw new FormatException("a run without 'run_id'"),
            ExperimentId = info.ExperimentId ?? "0",
            Name = info.RunName is { Length: > 0 } name ? name : tags.GetValueOrDefault("mlflow.runName"),
            Status = ToStatus(info.Status),
            UserId = info.UserId is { Length: > 0 } user ? user : null,
            StartTime = StoreValues.Time(info.StartTime),
            EndTime = StoreValues.Time(info.EndTime),
            ArtifactUri = info.ArtifactUri ?? "",
            LifecycleStage = StoreValues.Lifecycle(info.LifecycleStage),
            Metrics = ToLatest(body.Data?.Metrics),
            Params = ToDictionary(body.Data?.Params),
            Tags = tags,
            DatasetInputs = [.. (body.Inputs?.DatasetInputs ?? []).Select(ToDatasetInput)],
        };
    }

    public static Experiment ToExperiment(this Wire.ExperimentBody body) => new()
    {
        ExperimentId = body.ExperimentId ?? throw new FormatException("an experiment without 'experiment_id'"),
        Name = body.Name ?? "",
        ArtifactLocation = body.ArtifactLocation ?? "",
        LifecycleStage = StoreValues.Lifecycle(body.LifecycleStage),
        CreationTime = StoreValues.Time(body.CreationTime),
        LastUpdateTime = StoreValues.Time(body.LastUpdateTime),
        Tags = ToDictionary(body.Tags),
    };

    public static MetricPoint ToPoint(this Wire.Metric metric) => new(metric.Step, StoreValues.FromSql(metric.Value, isNan: double.IsNaN(metric.Value)), metric.Timestamp);

    // Protobuf leaves out what is unset; a run that says nothing is in the first of its states.
    private static MlflowRunStatus ToStatus(string? status) => StoreValues.Status(status ?? "RUNNING") ?? throw new FormatException($"the unknown run status '{status}'");

    private static DatasetInput ToDatasetInput(Wire.DatasetInputBody body) => new(
        body.Dataset?.Name ?? "", body.Dataset?.Digest ?? "", body.Dataset?.SourceType, body.Dataset?.Source, body.Dataset?.Schema, body.Dataset?.Profile, ToDictionary(body.Tags));

    private static Dictionary<string, string> ToDictionary(IReadOnlyList<Wire.KeyAndValue>? pairs)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs ?? [])
        {
            if (pair.Key is not null) result[pair.Key] = pair.Value ?? "";
        }

        return result;
    }

    private static Dictionary<string, MetricPoint> ToLatest(IReadOnlyList<Wire.Metric>? metrics)
    {
        var result = new Dictionary<string, MetricPoint>(StringComparer.Ordinal);
        foreach (var metric in metrics ?? [])
        {
            if (metric.Key is not null) result[metric.Key] = metric.ToPoint();
        }

        return result;
    }
}
