namespace DeepFix.Statistics;

/// <summary>The slope that a third of wild points does not move: the median of the slopes of all pairs (Theil 1950, Sen 1968).</summary>
internal static class TheilSen
{
    /// <summary>Longer series are thinned to this many block means first: about 20,000 pairs.</summary>
    public const int MostPoints = 200;

    /// <summary>The slope with Sen's distribution-free interval. NaN of fewer than two points.</summary>
    /// <param name="values">Finite values, one unit apart.</param>
    /// <param name="normalQuantile">Width of the interval: 1.96 covers 95 %.</param>
    public static Trend Fit(ReadOnlySpan<double> values, double normalQuantile = 1.96)
    {
        int size = Thinning.BlockSize(values.Length, MostPoints);
        double[] points = Thinning.BlockMeans(values, MostPoints);
        // A last block that is shorter than the others has its middle elsewhere.
        int count = size > 1 && values.Length % size != 0 ? points.Length - 1 : points.Length;
        if (count < 2) return new Trend(double.NaN, double.NaN, double.NaN, values.Length);
        var slopes = new double[count * (count - 1) / 2];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++) slopes[at++] = (points[j] - points[i]) / (j - i);
        }

        double spread = normalQuantile * Math.Sqrt(count * (count - 1.0) * (2 * count + 5) / 18);
        double low = Selection.At(slopes, Rank((slopes.Length - spread) / 2, slopes.Length));
        double high = Selection.At(slopes, Rank((slopes.Length + spread) / 2, slopes.Length));
        return new Trend(Selection.Median(slopes) / size, low / size, high / size, values.Length);
    }

    private static int Rank(double rank, int count) => Math.Clamp((int)Math.Round(rank, MidpointRounding.AwayFromZero), 0, count - 1);
}
