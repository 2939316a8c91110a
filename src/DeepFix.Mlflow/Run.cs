namespace DeepFix.Mlflow;

/// <summary>A run as MLflow has it.</summary>
public sealed record Run
{
    /// <summary>Id: 32 hexadecimal digits, as a rule.</summary>
    public required string RunId { get; init; }

    /// <summary>Id of its experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>State.</summary>
    public required MlflowRunStatus Status { get; init; }

    /// <summary>Who ran it.</summary>
    public string? UserId { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Root of its artifacts, as the store has it.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>Active or deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; }

    /// <summary>Latest point of every metric, by key (of the largest step, then timestamp, then value).</summary>
    public IReadOnlyDictionary<string, MetricPoint> Metrics { get; init; } = new Dictionary<string, MetricPoint>(StringComparer.Ordinal);

    /// <summary>Parameters.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Data sets that it says it used.</summary>
    public IReadOnlyList<DatasetInput> DatasetInputs { get; init; } = [];

    /// <summary>Id of the parent run (tag <c>mlflow.parentRunId</c>).</summary>
    public string? ParentRunId => Tags.GetValueOrDefault("mlflow.parentRunId");
}
