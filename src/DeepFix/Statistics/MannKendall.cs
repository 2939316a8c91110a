namespace DeepFix.Statistics;

/// <summary>Whether later values tend to be larger or smaller than earlier ones (Mann 1945, Kendall 1975).</summary>
internal static class MannKendall
{
    /// <summary>Longer series are thinned to this many block means first.</summary>
    public const int MostPoints = 200;

    /// <summary>The standardised statistic with continuity correction and Kendall's correction for ties: about normal without trend, positive for a rise. 0 where all values are equal or there are fewer than three.</summary>
    public static double Z(ReadOnlySpan<double> values)
    {
        double[] points = Thinning.BlockMeans(values, MostPoints);
        int count = points.Length;
        if (count < 3) return 0;
        long score = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++) score += Math.Sign(points[j] - points[i]);
        }

        double variance = count * (count - 1.0) * (2 * count + 5) - TieTerm(points);
        return variance <= 0 ? 0 : (score - Math.Sign(score)) / Math.Sqrt(variance / 18);
    }

    private static double TieTerm(double[] points)
    {
        Array.Sort(points);
        double term = 0;
        for (int i = 0; i < points.Length;)
        {
            int next = i + 1;
            while (next < points.Length && points[next] == points[i]) next++;
            double tied = next - i;
            term += tied * (tied - 1) * (2 * tied + 5);
            i = next;
        }

        return term;
    }
}
