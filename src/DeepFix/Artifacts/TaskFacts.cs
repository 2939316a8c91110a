namespace DeepFix.Artifacts;

/// <summary>What a run's numbers are to be read against: the task, the classes, the rows. Joined from request, parameters and dataset artifacts, each fact from the surest of them.</summary>
public sealed record TaskFacts
{
    /// <summary>Nothing known.</summary>
    public static TaskFacts Unknown { get; } = new();

    /// <summary>classification, regression, segmentation, detection, language_modeling, other; null where unknown.</summary>
    public string? TaskType { get; init; }

    /// <summary>cnn, rnn, transformer, mlp, gnn, other; null where unknown.</summary>
    public string? ModelType { get; init; }

    /// <summary>Classes.</summary>
    public int? NumClasses { get; init; }

    /// <summary>Rows of the training split.</summary>
    public long? TrainRows { get; init; }

    /// <summary>Rows of the validation split.</summary>
    public long? ValRows { get; init; }

    /// <summary>Share of the largest class in the training split, 0 to 1.</summary>
    public double? TrainMajorityShare { get; init; }

    /// <summary>Share of the largest class in the validation split, 0 to 1.</summary>
    public double? ValMajorityShare { get; init; }
}
