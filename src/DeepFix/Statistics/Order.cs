namespace DeepFix.Statistics;

/// <summary>Order statistics of finite numbers.</summary>
internal static class Order
{
    // A normal deviation's median absolute deviation is 0.6745 of its standard deviation (Rousseeuw and Croux 1993).
    private const double NormalConsistency = 1.482602218505602;

    // To order so few is no slower than to select among them.
    private const int FewEnough = 64;

    /// <summary>The median; NaN of nothing.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>The quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7); NaN of nothing.</summary>
    /// <param name="values">Finite numbers, in any order.</param>
    /// <param name="share">0 for the smallest, 1 for the largest.</param>
    public static double Quantile(ReadOnlySpan<double> values, double share)
    {
        if (values.IsEmpty) return double.NaN;
        double[] copy = values.ToArray();
        if (copy.Length > FewEnough && !Array.Exists(copy, double.IsNaN)) return Selected(copy, share);
        Array.Sort(copy);
        return OfSorted(copy, share);
    }

    /// <summary>The quantile of numbers that are already in rising order.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty) return double.NaN;
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double rest = position - below;
        return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
    }

    /// <summary>Median absolute deviation from the median, scaled to the standard deviation of normal numbers; NaN of nothing.</summary>
    public static double Deviation(ReadOnlySpan<double> values)
    {
        double middle = Median(values);
        var distances = new double[values.Length];
        for (int i = 0; i < values.Length; i++) distances[i] = Math.Abs(values[i] - middle);
        return NormalConsistency * Median(distances);
    }

    private static double Selected(double[] values, double share)
    {
        double position = share * (values.Length - 1);
        int below = (int)position;
        double rest = position - below, low = Selection.At(values, below);
        return rest == 0 ? low : low + rest * (Selection.At(values, below + 1) - low);
    }
}
