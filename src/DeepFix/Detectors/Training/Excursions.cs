using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Measures points that stand above a running median. A level that follows within a few points is no excursion: it did not come back.</summary>
internal static class Excursions
{
    private const double Most = 1e6;
    private const double NormalConsistency = 1.482602218505602;
    private const int FewestAround = 16;
    private const int MostReach = 25;
    private const int Third = 3;
    /// <summary>Lower excursions than this share of the level and of the fall are no matter for anybody.</summary>
    private const double Negligible = 0.01;

    /// <summary>Excursions that matter at all, in order of position; the last two points are not judged, since it is not known whether they come back.</summary>
    public static IEnumerable<Excursion> Of(ReadOnlySpan<double> values, int mostPoints, CancellationToken cancellationToken)
    {
        if (values.Length > mostPoints) return [];
        int reach = Math.Clamp(values.Length / 25, 2, MostReach);
        double[] level = Smoothing.RunningMedian(values, reach);
        double fall = Math.Max(values[0], level[0]) - level[Smoothing.IndexOfMinimum(level)];
        var distances = new double[values.Length];
        var relative = new double[values.Length];
        for (int i = 0; i < distances.Length; i++)
        {
            distances[i] = Math.Abs(values[i] - level[i]);
            relative[i] = level[i] == 0 ? 0 : distances[i] / Math.Abs(level[i]);
        }

        List<Excursion> found = [];
        for (int i = 1; i < values.Length - 2; i++)
        {
            if (i % 1024 == 0) cancellationToken.ThrowIfCancellationRequested();
            double height = values[i] - level[i], size = Math.Abs(level[i]);
            if (!double.IsFinite(height) || height <= Negligible * fall || height <= Negligible * size || fall <= 0) continue;
            double[] around = Around(distances, i, reach);
            if (around.Length < Third + 1) continue;
            // A running median passes through some of the points, which say nothing of their scatter.
            double deviation = NormalConsistency * Order.OfSorted(around.AsSpan()[around.TakeWhile(d => d == 0).Count()..], 0.5);
            found.Add(new Excursion(i, values[i], level[i], Ratio(height, double.IsNaN(deviation) ? 0 : deviation), Ratio(height, around[^Third]), Ratio(relative[i], Around(relative, i, reach)[^Third]), Ratio(height, size), Ratio(height, fall)));
        }

        return found;
    }

    private static double[] Around(double[] distances, int point, int reach)
    {
        int wide = Math.Max(FewestAround, 3 * reach), from = Math.Max(0, point - wide), to = Math.Min(distances.Length - 1, point + wide);
        List<double> around = [];
        for (int i = from; i <= to; i++)
        {
            if (Math.Abs(i - point) > reach) around.Add(distances[i]);
        }

        around.Sort();
        return [.. around];
    }

    private static double Ratio(double height, double scale) => scale > 0 ? Math.Min(height / scale, Most) : Most;
}
