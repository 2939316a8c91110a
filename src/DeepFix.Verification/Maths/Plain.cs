namespace DeepFix.Verification.Maths;

/// <summary>Statistics of a list of numbers, written down as their definitions.</summary>
internal static class Plain
{
    private const double Normal = 1.482602218505602;
    private const int MostPoints = 200;

    /// <summary>The mean, each value joining the mean of those before it: a constant list keeps its value exactly.</summary>
    public static double Mean(double[] values)
    {
        double mean = 0;
        for (int i = 0; i < values.Length; i++) mean += (values[i] - mean) / (i + 1);
        return mean;
    }

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : sorted[middle - 1] + (0.5 * (sorted[middle] - sorted[middle - 1]));
    }

    /// <summary>At each point the median of as many neighbours before as after it, at most <paramref name="reach"/> of each.</summary>
    public static double[] RunningMedian(double[] values, int reach)
        => [.. values.Select((_, i) => Math.Min(reach, Math.Min(i, values.Length - 1 - i)) is var half ? Median(values[(i - half)..(i + half + 1)]) : 0)];

    /// <summary>The jitter of a single point, from how far each lies off the line between its neighbours; NaN for fewer than three.</summary>
    public static double Jitter(double[] values)
        => Normal * Median([.. Enumerable.Range(1, Math.Max(0, values.Length - 2)).Select(i => Math.Abs(values[i - 1] - (2 * values[i]) + values[i + 1]))]) / Math.Sqrt(6);

    /// <summary>The jitter of a single point from the mean square of those distances; NaN for fewer than three.</summary>
    public static double MeanJitter(double[] values)
        => values.Length < 3 ? double.NaN : Math.Sqrt(Enumerable.Range(1, values.Length - 2).Sum(i => Math.Pow(values[i - 1] - (2 * values[i]) + values[i + 1], 2)) / (values.Length - 2) / 6);

    /// <summary>The share of inner points at which the direction changes.</summary>
    public static double Turning(double[] values)
        => (double)Enumerable.Range(1, Math.Max(0, values.Length - 2)).Count(i => (values[i] - values[i - 1]) * (values[i + 1] - values[i]) < 0) / (values.Length - 2);

    /// <summary>Mann-Kendall's trend in standard deviations: how much more often a later value is larger than smaller.</summary>
    public static double MannKendall(double[] values)
    {
        double[] points = Blocks(values);
        int n = points.Length;
        if (n < 3) return 0;
        long score = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++) score += points[j] > points[i] ? 1 : points[j] < points[i] ? -1 : 0;
        }

        double ties = points.GroupBy(p => p).Sum(g => g.Count() * (g.Count() - 1.0) * ((2 * g.Count()) + 5));
        double variance = ((n * (n - 1.0) * ((2 * n) + 5)) - ties) / 18;
        return variance <= 0 ? 0 : (score - Math.Sign(score)) / Math.Sqrt(variance);
    }

    /// <summary>Theil and Sen's slope (the median of the slopes between all pairs of points) with the bounds of its 95 % interval.</summary>
    public static (double Slope, double Low, double High) TheilSen(double[] values)
    {
        int size = BlockSize(values.Length);
        double[] points = Blocks(values);
        int n = size > 1 && values.Length % size != 0 ? points.Length - 1 : points.Length;
        if (n < 2) return (double.NaN, double.NaN, double.NaN);
        double[] slopes = [.. Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(i + 1, n - 1 - i).Select(j => (points[j] - points[i]) / (j - i))).Order()];
        double spread = 1.96 * Math.Sqrt(n * (n - 1.0) * ((2 * n) + 5) / 18);
        double At(double rank) => slopes[Math.Clamp((int)Math.Round(rank, MidpointRounding.AwayFromZero), 0, slopes.Length - 1)];
        return (Median(slopes) / size, At((slopes.Length - spread) / 2) / size, At((slopes.Length + spread) / 2) / size);
    }

    /// <summary>What Theil and Sen's slope makes from the first point to the last.</summary>
    public static double Change(double[] values) => TheilSen(values).Slope * (values.Length - 1);

    /// <summary>A ratio whose evidence ends at a million.</summary>
    public static double Over(double value, double by) => value == 0 ? 0 : Math.Min(value / Math.Max(by, double.Epsilon), 1e6);

    public static double Within(double value, double bound = 1e6) => Math.Clamp(value, -bound, bound);

    private static int BlockSize(int points) => Math.Max(1, (points + MostPoints - 1) / MostPoints);

    private static double[] Blocks(double[] values) => BlockSize(values.Length) is var size && size == 1 ? values : [.. values.Chunk(size).Select(Mean)];
}
