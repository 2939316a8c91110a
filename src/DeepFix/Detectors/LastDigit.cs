namespace DeepFix.Detectors;

/// <summary>The unit of the last decimal that a series is written with.</summary>
internal static class LastDigit
{
    private const int MostDecimals = 12;

    /// <summary>The largest power of ten, at most 1, of which most values are multiples; the smallest looked at where there is none.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var decimals = new int[values.Length];
        for (int i = 0; i < values.Length; i++) decimals[i] = DecimalsOf(values[i]);
        Array.Sort(decimals);
        return Math.Pow(10, -(decimals.Length == 0 ? MostDecimals : decimals[decimals.Length / 2]));
    }

    private static int DecimalsOf(double value)
    {
        for (int decimals = 0; decimals < MostDecimals; decimals++)
        {
            double scaled = value * Math.Pow(10, decimals);
            if (Math.Abs(scaled - Math.Round(scaled)) <= 1e-9 * Math.Max(1, Math.Abs(scaled))) return decimals;
        }

        return MostDecimals;
    }
}
