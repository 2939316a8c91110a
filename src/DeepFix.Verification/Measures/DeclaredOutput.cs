using DeepFix.Verification.Raw;

namespace DeepFix.Verification.Measures;

/// <summary>What the declared last activation and loss function say of the output.</summary>
internal static class DeclaredOutput
{
    private static readonly string[] OfNumbers = ["mse", "meansquared", "squarederror", "l1loss", "smoothl1", "huber", "mae", "meanabsolute"];

    /// <summary>The last activation as declared, <c>none</c> where declared to be absent.</summary>
    public static string? Last(RawRun run)
        => run.Parameters.Declared("model.final_activation", "final_activation", "output_activation", "last_activation") is { } text ? text.ToLowerInvariant() is "logits" or "identity" or "linear" ? "none" : text : null;

    /// <summary>Between which numbers the last activation keeps the output; null where it keeps none.</summary>
    public static (double Low, double High)? Range(RawRun run) => Bare(Last(run)) switch
    {
        "sigmoid" or "hardsigmoid" or "logistic" => (0, 1),
        "tanh" or "hardtanh" or "softsign" => (-1, 1),
        "relu" or "softplus" => (0, double.PositiveInfinity),
        "relu6" => (0, 6),
        _ => null,
    };

    public static bool TakesLogits(RawRun run)
        => Bare(Loss(run)) is { Length: > 0 } loss
           && (loss.Contains("withlogits", StringComparison.Ordinal)
               || (loss.EndsWith("crossentropy", StringComparison.Ordinal) || loss.EndsWith("crossentropyloss", StringComparison.Ordinal)) && !loss.Contains("categorical", StringComparison.Ordinal) && !loss.Contains("binary", StringComparison.Ordinal));

    public static bool ComparesNumbers(RawRun run) => OfNumbers.Any(w => Bare(Loss(run)).Contains(w, StringComparison.Ordinal));

    public static string? Loss(RawRun run) => run.Parameters.Text("loss_function", "loss", "loss_fn", "criterion", "loss_name", "objective");

    private static string Bare(string? name) => string.Concat((name ?? "").Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
