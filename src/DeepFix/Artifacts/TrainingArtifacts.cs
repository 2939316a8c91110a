namespace DeepFix.Artifacts;

/// <summary>What a run logged of its training: metrics, declared settings, and what to read them against.</summary>
public sealed record TrainingArtifacts
{
    /// <summary>All metrics.</summary>
    public required MetricTable Metrics { get; init; }

    /// <summary>Declared settings.</summary>
    public TrainingParameters Parameters { get; init; } = TrainingParameters.None;

    /// <summary>The run's state: what depends on its end is not judged while it runs.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Task, classes and rows.</summary>
    public TaskFacts Facts { get; init; } = TaskFacts.Unknown;

    /// <summary>Whether the steps rose throughout before the rows were put in order.</summary>
    public StepOrder StepOrder { get; init; }

    /// <summary>Faults of the record that were met while reading it, in words that name file, line and remedy.</summary>
    public IReadOnlyList<RecordFault> Faults { get; init; } = [];
}
