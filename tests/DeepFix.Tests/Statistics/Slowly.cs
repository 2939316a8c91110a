namespace DeepFix.Tests.Statistics;

/// <summary>Every statistic again, as its textbook has it: no thinning, no sums carried along, no order that helps.</summary>
internal static class Slowly
{
    public static double Median(double[] values)
    {
        List<double> sorted = [.. values.Order()];
        return sorted.Count == 0 ? double.NaN
            : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
            : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    public static double Deviation(double[] values) => 1.482602218505602 * Median([.. values.Select(v => Math.Abs(v - Median(values)))]);

    public static double Noise(double[] values)
        => 1.482602218505602 * Median([.. values.Skip(2).Select((v, i) => Math.Abs(v - 2 * values[i + 1] + values[i]))]) / Math.Sqrt(6);

    public static double TheilSenSlope(double[] values)
        => Median([.. from i in Enumerable.Range(0, values.Length) from j in Enumerable.Range(i + 1, values.Length - i - 1) select (values[j] - values[i]) / (j - i)]);

    public static double MannKendallZ(double[] values)
    {
        int n = values.Length;
        if (n < 3) return 0;
        double s = (from i in Enumerable.Range(0, n) from j in Enumerable.Range(0, n) where i < j select Math.Sign(values[j] - values[i])).Sum();
        double ties = values.GroupBy(v => v).Sum(g => g.Count() * (g.Count() - 1.0) * (2 * g.Count() + 5));
        double variance = (n * (n - 1.0) * (2 * n + 5) - ties) / 18;
        return variance == 0 ? 0 : s > 0 ? (s - 1) / Math.Sqrt(variance) : s < 0 ? (s + 1) / Math.Sqrt(variance) : 0;
    }

    public static int TurningPoints(double[] values)
        => Enumerable.Range(1, values.Length - 2).Count(i => (values[i] > values[i - 1] && values[i] > values[i + 1]) || (values[i] < values[i - 1] && values[i] < values[i + 1]));

    public static double SquaresAroundTwoMeans(double[] values, int cut)
        => Squares(values[..cut]) + Squares(values[cut..]);

    public static double Squares(double[] values) => values.Sum(v => (v - values.Average()) * (v - values.Average()));

    public static double[] RunningMedian(double[] values, int reach)
        => [.. values.Select((_, i) => Math.Min(reach, Math.Min(i, values.Length - 1 - i)) is var half ? Median(values[(i - half)..(i + half + 1)]) : 0)];

    // Wilson's interval holds the chances p for which |share - p| is at most z deviations of p: found by bisection of its definition.
    public static (double Low, double High) Wilson(double share, double trials, double z)
    {
        bool Within(double p) => Math.Abs(share - p) <= z * Math.Sqrt(p * (1 - p) / trials);
        double Edge(double outside)
        {
            double inside = share;
            if (Within(outside)) return outside;
            for (int i = 0; i < 100; i++)
            {
                double middle = (outside + inside) / 2;
                if (Within(middle)) inside = middle;
                else outside = middle;
            }

            return inside;
        }

        return (Edge(0), Edge(1));
    }
}
