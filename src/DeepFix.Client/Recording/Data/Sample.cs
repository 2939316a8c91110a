namespace DeepFix.Client.Recording;

/// <summary>A row of the data: its inputs as the model is fed them, and its label or target.</summary>
public readonly record struct Sample
{
    private Sample(ReadOnlyMemory<float> inputs, int? label, double? target) => (Inputs, Label, Target) = (inputs, label, target);

    /// <summary>Inputs, flattened; NaN where one is missing.</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>Class, from 0; null for a numeric target.</summary>
    public int? Label { get; }

    /// <summary>Numeric target; null for a class.</summary>
    public double? Target { get; }

    /// <summary>A row of a classification.</summary>
    /// <param name="inputs">Inputs, flattened.</param>
    /// <param name="label">Class, from 0.</param>
    public static Sample OfClass(ReadOnlyMemory<float> inputs, int label) => new(inputs, label, null);

    /// <summary>A row of a regression.</summary>
    /// <param name="inputs">Inputs, flattened.</param>
    /// <param name="target">The value to predict.</param>
    public static Sample OfTarget(ReadOnlyMemory<float> inputs, double target) => new(inputs, null, target);
}
