using DeepFix.Statistics;

namespace DeepFix.Detectors;

/// <summary>How many rows two splits share by nature: data with few distinct values repeat rows within any split.</summary>
internal static class NaturalRepeats
{
    private const double UpperTail = 0.025;

    /// <summary>Rows of a held-out split that chance alone puts into training too.</summary>
    /// <param name="trainRows">Rows of training.</param>
    /// <param name="trainCopies">Training rows that repeat an earlier one; null where not counted.</param>
    /// <param name="heldRows">Rows of the held-out split.</param>
    /// <param name="heldCopies">Held-out rows that repeat an earlier one; null where not counted.</param>
    public static double Shared(double? trainRows, double? trainCopies, double heldRows, double? heldCopies)
    {
        if (trainRows is not ({ } n and > 0) || heldRows <= 0) return 0;
        // n rows with c equal pairs share 2 c m / n rows with m others of the same kind. Copies made on purpose show in one split only, so the smaller estimate counts.
        double fromTrain = trainCopies is { } copies ? 2 * copies * heldRows / n : double.PositiveInfinity;
        double fromHeld = heldCopies is { } repeats ? 2 * Poisson.UpperBound((long)Math.Round(repeats), UpperTail) * n / heldRows : double.PositiveInfinity;
        double expected = Math.Min(fromTrain, fromHeld);
        return double.IsFinite(expected) ? Math.Min(expected, heldRows) : 0;
    }
}
