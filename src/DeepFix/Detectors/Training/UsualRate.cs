using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The learning rate that an optimiser is usually begun with: the defaults and examples of PyTorch 2 and Keras 3; for fine-tuned transformers those of Devlin et al. 2019. A prior, never a proof.</summary>
internal static class UsualRate
{
    private const double HeavyBall = 0.5;
    private static readonly (string Word, double Rate)[] ByWord =
    [
        ("lion", 1e-4), ("adagrad", 1e-2), ("adadelta", 1), ("rmsprop", 1e-3), ("adam", 1e-3), ("lamb", 1e-3),
    ];

    /// <summary>The usual rate of the declared optimiser; null where it is unknown.</summary>
    public static double? Of(TrainingArtifacts artifacts)
    {
        string name = artifacts.Parameters.Optimizer?.ToLowerInvariant() ?? "";
        if (name.Contains("sgd", StringComparison.Ordinal)) return IsPlain(artifacts) ? 1e-1 : 1e-2;
        foreach ((string word, double rate) in ByWord)
        {
            if (name.Contains(word, StringComparison.Ordinal)) return artifacts.Facts.ModelType == "transformer" ? rate * 0.03 : rate;
        }

        return null;
    }

    /// <summary>Whether the declared optimiser is gradient descent without a momentum worth the name.</summary>
    public static bool IsPlain(TrainingArtifacts artifacts)
        => artifacts.Parameters.Optimizer?.Contains("sgd", StringComparison.OrdinalIgnoreCase) == true && !(artifacts.Parameters.Momentum >= HeavyBall);

    /// <summary>The rate in force at the start over the usual one; null where either is unknown.</summary>
    public static double? Ratio(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        // The largest logged rate: warm-up begins low and decay ends low, and neither is the rate that was chosen.
        double? rate = Curve.Of(artifacts.Metrics.LearningRate, cancellationToken) is { } logged ? Largest(logged.Values) : artifacts.Parameters.LearningRate;
        return Of(artifacts) is { } usual && rate is > 0 ? Math.Min(rate.Value / usual, 1e6) : null;
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = values[0];
        foreach (double value in values) largest = Math.Max(largest, value);
        return largest;
    }
}
