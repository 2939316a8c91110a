using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>What a declared last activation and a declared loss mean for each other.</summary>
internal static class DeclaredOutput
{
    private static readonly string[] Numeric = ["mse", "meansquared", "squarederror", "l1loss", "smoothl1", "huber", "mae", "meanabsolute"];
    private static readonly string[] Entropies = ["crossentropyloss", "crossentropy"];
    private static readonly string[] TakesProbabilities = ["categorical", "binary"];
    private static readonly string[] Absent = ["none", "logits", "linear", "identity", "null", ""];

    /// <summary>The loss applies softmax or sigmoid itself, as those of PyTorch do; Keras' <c>categorical_crossentropy</c> takes probabilities.</summary>
    public static bool TakesLogits(this TrainingParameters parameters)
        => Plain(parameters.LossFunction) is { } loss
           && (loss.Contains("withlogits", StringComparison.Ordinal) || (Entropies.Any(w => loss.EndsWith(w, StringComparison.Ordinal)) && !TakesProbabilities.Any(w => loss.Contains(w, StringComparison.Ordinal))));

    /// <summary>The loss is a binary cross-entropy of probabilities.</summary>
    public static bool ComparesProbabilities(this TrainingParameters parameters)
        => Plain(parameters.LossFunction) is { } loss && !loss.Contains("withlogits", StringComparison.Ordinal) && (loss.Contains("bce", StringComparison.Ordinal) || loss.Contains("binarycrossentropy", StringComparison.Ordinal));

    /// <summary>The loss compares numbers, not classes.</summary>
    public static bool ComparesNumbers(this TrainingParameters parameters) => Plain(parameters.LossFunction) is { } loss && Numeric.Any(w => loss.Contains(w, StringComparison.Ordinal));

    /// <summary>A last activation is declared, and is not the absence of one.</summary>
    public static bool HasFinalActivation(this TrainingParameters parameters) => parameters.FinalActivation is { } last && !Absent.Contains(last.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The last activation is softmax itself, not its logarithm.</summary>
    public static bool EndsInSoftmax(this TrainingParameters parameters) => Plain(parameters.FinalActivation) is "softmax";

    /// <summary>The smallest and largest number that the last activation gives; null where it is not one that bounds or cuts.</summary>
    public static (double Low, double High)? OutputRange(this TrainingParameters parameters) => Plain(parameters.FinalActivation) switch
    {
        "sigmoid" or "hardsigmoid" or "logistic" => (0, 1),
        "tanh" or "hardtanh" or "softsign" => (-1, 1),
        "relu" or "softplus" => (0, double.PositiveInfinity),
        "relu6" => (0, 6),
        _ => null,
    };

    private static string? Plain(string? name) => name is null ? null : string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
