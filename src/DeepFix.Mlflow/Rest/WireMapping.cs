namespace DeepFix.Mlflow.Rest;

/// <summary>From MLflow's JSON to this package's records.</summary>
internal static class WireMapping
{
    // SQL stores keep an infinity as the largest number there is.
    private const double StoredInfinity = 1.797e308;

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
            StartTime = ToTime(info.StartTime),
            EndTime = ToTime(info.EndTime),
            ArtifactUri = info.ArtifactUri ?? "",
            LifecycleStage = ToStage(info.LifecycleStage),
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
        LifecycleStage = ToStage(body.LifecycleStage),
        CreationTime = ToTime(body.CreationTime),
        LastUpdateTime = ToTime(body.LastUpdateTime),
        Tags = ToDictionary(body.Tags),
    };

    public static MetricPoint ToPoint(this Wire.Metric metric) => new(metric.Step, ToValue(metric.Value), metric.Timestamp);

    public static string ToWire(this MlflowRunStatus status) => status.ToString().ToUpperInvariant();

    private static double ToValue(double value) => Math.Abs(value) >= StoredInfinity ? double.CopySign(double.PositiveInfinity, value) : value;

    // Protobuf leaves out what is unset; a run that says nothing is in the first of its states.
    private static MlflowRunStatus ToStatus(string? status) => status switch
    {
        null or "RUNNING" => MlflowRunStatus.Running,
        "SCHEDULED" => MlflowRunStatus.Scheduled,
        "FINISHED" => MlflowRunStatus.Finished,
        "FAILED" => MlflowRunStatus.Failed,
        "KILLED" => MlflowRunStatus.Killed,
        _ => throw new FormatException($"the unknown run status '{status}'"),
    };

    private static LifecycleStage ToStage(string? stage) => stage == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static DateTimeOffset? ToTime(long? milliseconds) => milliseconds switch
    {
        null => null,
        // The span of years that DateTimeOffset can hold.
        >= -62_135_596_800_000 and <= 253_402_300_799_999 => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value),
        _ => throw new FormatException("a time outside the years 1 to 9999"),
    };

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
