namespace DeepFix.Mlflow;

/// <summary>An experiment: a named set of runs.</summary>
public sealed record Experiment
{
    /// <summary>Id, a text of digits.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Root under which its runs put their artifacts.</summary>
    public required string ArtifactLocation { get; init; }

    /// <summary>Active or deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
