namespace DeepFix.Artifacts;

/// <summary>The declared settings of a run (contract: <c>params.yaml</c>). Null = not declared, or not readable as what it should be.</summary>
public sealed record TrainingParameters
{
    /// <summary>Nothing declared.</summary>
    public static TrainingParameters None { get; } = new();

    /// <summary>Every scalar as written, by its name, nested ones joined with a dot (<c>model.activation</c>).</summary>
    public IReadOnlyDictionary<string, string> Raw { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where they came from: the artifact's path, or <c>MLflow params</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Name of the model.</summary>
    public string? ModelName { get; init; }

    /// <summary>Optimiser, as declared.</summary>
    public string? Optimizer { get; init; }

    /// <summary>Initial learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>Rows a batch.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Epochs that were planned.</summary>
    public int? NumEpochs { get; init; }

    /// <summary>Weight decay.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>Dropout probability.</summary>
    public double? DropoutRate { get; init; }

    /// <summary>Learning-rate schedule; <c>none</c> where declared to be absent.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Loss function.</summary>
    public string? LossFunction { get; init; }

    /// <summary>Augmentation, as declared.</summary>
    public string? Augmentation { get; init; }

    /// <summary>classification, regression, segmentation, detection, language_modeling or other.</summary>
    public string? TaskType { get; init; }

    /// <summary>Momentum.</summary>
    public double? Momentum { get; init; }

    /// <summary>Value at which gradients are clipped; 0 = not clipped.</summary>
    public double? GradientClipVal { get; init; }

    /// <summary>Whether training rows are shuffled.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>Layer types of the model, in order.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Hidden activation.</summary>
    public string? Activation { get; init; }

    /// <summary>Last activation; <c>none</c> for logits.</summary>
    public string? FinalActivation { get; init; }

    /// <summary>Units of the hidden layers.</summary>
    public int? HiddenUnits { get; init; }

    /// <summary>Hidden layers.</summary>
    public int? NumLayers { get; init; }

    /// <summary>Parameters of the model.</summary>
    public long? NumParameters { get; init; }

    /// <summary>Parameters that are trained.</summary>
    public long? NumTrainableParameters { get; init; }
}
