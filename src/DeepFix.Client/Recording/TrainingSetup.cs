namespace DeepFix.Client.Recording;

/// <summary>The settings of a training (contract: <c>params.yaml</c>). Say what was really used: what is not said cannot be judged.</summary>
public sealed record TrainingSetup
{
    /// <summary>Name of the model.</summary>
    public required string ModelName { get; init; }

    /// <summary>Optimiser: <c>Adam</c>.</summary>
    public required string Optimizer { get; init; }

    /// <summary>Initial learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Rows a batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Epochs that are planned.</summary>
    public int? NumEpochs { get; init; }

    /// <summary>Weight decay.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Dropout probability; 0 where there is none.</summary>
    public double? DropoutRate { get; init; }

    /// <summary>Learning-rate schedule; <c>none</c> where there is none.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Loss function: <c>CrossEntropyLoss</c>.</summary>
    public string? LossFunction { get; init; }

    /// <summary>Augmentation.</summary>
    public string? Augmentation { get; init; }

    /// <summary>classification, regression, segmentation, detection, language_modeling or other.</summary>
    public string? TaskType { get; init; }

    /// <summary>Momentum.</summary>
    public double? Momentum { get; init; }

    /// <summary>Norm at which gradients are clipped; 0 = not clipped.</summary>
    public double? GradientClipVal { get; init; }

    /// <summary>Whether training rows are shuffled.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>The model.</summary>
    public ModelDescription? Model { get; init; }

    /// <summary>Whatever else is worth comparing between runs, by name.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
