namespace DeepFix.Api;

/// <summary>What the caller knows about the run; wins over what the artifacts declare.</summary>
public sealed record AnalysisContext
{
    /// <summary>Values that <see cref="ModelType"/> may hold.</summary>
    public static IReadOnlyList<string> ModelTypes { get; } = ["cnn", "rnn", "transformer", "mlp", "gnn", "other"];

    /// <summary>Values that <see cref="TaskType"/> may hold.</summary>
    public static IReadOnlyList<string> TaskTypes { get; } = ["classification", "regression", "segmentation", "detection", "language_modeling", "other"];

    /// <summary>Name of the data set.</summary>
    public string? DatasetName { get; init; }

    /// <summary>Of <see cref="ModelTypes"/>.</summary>
    public string? ModelType { get; init; }

    /// <summary>Of <see cref="TaskTypes"/>.</summary>
    public string? TaskType { get; init; }
}
