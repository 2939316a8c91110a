namespace DeepFix.Statistics;

/// <summary>What two short tables of quantiles prove of the distance of their distributions.</summary>
public static class QuantileTables
{
    /// <summary>The Kolmogorov-Smirnov distance that the two distributions have at least, 0 to 1: sound for continuous and for discrete values, since nothing is interpolated.</summary>
    /// <param name="first">Value by level (0 to 1) of one distribution.</param>
    /// <param name="second">Value by level of the other.</param>
    public static double DistanceAtLeast(IReadOnlyDictionary<double, double> first, IReadOnlyDictionary<double, double> second)
        => Math.Max(OneSided(first, second), OneSided(second, first));

    // At the value of level a, the first distribution has a share of at least a; the second has less than the smallest level whose value lies above.
    private static double OneSided(IReadOnlyDictionary<double, double> first, IReadOnlyDictionary<double, double> second)
    {
        double best = 0;
        foreach ((double level, double value) in first)
        {
            double atMost = 1;
            foreach ((double other, double otherValue) in second)
            {
                if (otherValue > value) atMost = Math.Min(atMost, other);
            }

            best = Math.Max(best, level - atMost);
        }

        return best;
    }
}
