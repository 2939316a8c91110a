namespace DeepFix.Statistics;

/// <summary>How often a series changes direction: two thirds of the time where its points are independent, seldom where it follows a trend, nearly always where it swings to and fro (Bienaymé 1874).</summary>
internal static class TurningPoints
{
    /// <summary>The share of inner points that are larger or smaller than both neighbours. NaN of fewer than three points.</summary>
    public static double Share(ReadOnlySpan<double> values)
    {
        if (values.Length < 3) return double.NaN;
        int turns = 0;
        for (int i = 1; i < values.Length - 1; i++)
        {
            if ((values[i] - values[i - 1]) * (values[i + 1] - values[i]) < 0) turns++;
        }

        return (double)turns / (values.Length - 2);
    }

    /// <summary>How many standard deviations the count lies above what independent points give: mean 2(n - 2)/3, variance (16 n - 29)/90. 0 of fewer than three points.</summary>
    public static double Z(ReadOnlySpan<double> values)
    {
        int count = values.Length;
        return count < 3 ? 0 : (Share(values) * (count - 2) - 2 * (count - 2) / 3.0) / Math.Sqrt((16.0 * count - 29) / 90);
    }
}
