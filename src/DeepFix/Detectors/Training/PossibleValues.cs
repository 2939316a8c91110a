using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The values that a metric can have at all.</summary>
/// <param name="Least">Smallest.</param>
/// <param name="Most">Largest.</param>
/// <param name="Text">The range in words.</param>
internal sealed record PossibleValues(double Least, double Most, string Text)
{
    // Means of single-precision numbers can end a hair outside.
    private const double Hair = 1e-5;
    private static readonly string[] NeverNegative = ["crossentropy", "bce", "mse", "mae", "l1loss", "l2loss", "huber", "smoothl1", "hinge", "meansquared", "meanabsolute", "focal"];

    /// <summary>The range of a metric by its contract name; null where it is open.</summary>
    public static PossibleValues? Of(string name, string? lossFunction, bool isClassification)
    {
        // Without classes, a negative "accuracy" is a score of somebody's own making.
        if (name.EndsWith("_as_logged", StringComparison.Ordinal) && !isClassification) return new PossibleValues(double.NegativeInfinity, 100, "at most 100 %");
        if (name.EndsWith("_as_logged", StringComparison.Ordinal)) return new PossibleValues(0, 100, "0 to 100 %");
        if (name is "train_accuracy" or "val_accuracy" or "val_balanced_accuracy" or "val_max_class_share" or "zero_grad_fraction" or "dead_unit_fraction")
            return new PossibleValues(0, 1, "0 to 1");
        if (name is "train_r2" or "val_r2") return new PossibleValues(double.NegativeInfinity, 1, "minus infinity to 1");
        if (name is "grad_norm" or "grad_norm_max" or "weight_norm" or "update_ratio" || name.StartsWith("grad_norm/", StringComparison.Ordinal)) return new PossibleValues(0, double.PositiveInfinity, "0 to infinity");
        string plain = new([.. (lossFunction ?? "").ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return name is "train_loss" or "val_loss" && NeverNegative.Any(l => plain.Contains(l, StringComparison.Ordinal)) ? new PossibleValues(0, double.PositiveInfinity, $"0 to infinity, the range of {lossFunction}") : null;
    }

    /// <summary>How many finite points lie outside, and the first of them.</summary>
    public (int Count, int First) Outside(MetricSeries series)
    {
        int count = 0, first = -1;
        for (int i = 0; i < series.Count; i++)
        {
            double value = series.Values[i];
            if (!double.IsFinite(value) || (value >= Least - Hair && value <= Most + Hair)) continue;
            if (count++ == 0) first = i;
        }

        return (count, first);
    }
}
