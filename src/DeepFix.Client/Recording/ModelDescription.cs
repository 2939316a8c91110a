namespace DeepFix.Client.Recording;

/// <summary>The model, as far as known (contract: <c>params.yaml</c>, <c>model</c>).</summary>
public sealed record ModelDescription
{
    /// <summary>Layer types, in order.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Hidden activation: <c>relu</c>.</summary>
    public string? Activation { get; init; }

    /// <summary>Last activation; <c>none</c> for logits.</summary>
    public string? FinalActivation { get; init; }

    /// <summary>Units of the hidden layers.</summary>
    public int? HiddenUnits { get; init; }

    /// <summary>Hidden layers.</summary>
    public int? NumLayers { get; init; }

    /// <summary>Parameters.</summary>
    public long? NumParameters { get; init; }

    /// <summary>Parameters that are trained.</summary>
    public long? NumTrainableParameters { get; init; }
}
