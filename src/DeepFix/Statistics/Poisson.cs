namespace DeepFix.Statistics;

/// <summary>Chances of counts of rare events.</summary>
public static class Poisson
{
    /// <summary>The probability of at least <paramref name="count"/> events where <paramref name="expected"/> are expected.</summary>
    public static double AtLeast(long count, double expected)
        => count <= 0 ? 1 : expected <= 0 ? 0 : 1 - IncompleteGamma.Upper(count, expected);

    /// <summary>The largest expectation under which a count as small as this still has the given probability: an upper bound of the rate.</summary>
    /// <param name="count">Events seen.</param>
    /// <param name="probability">Above 0, below 1; 0.025 for the usual bound.</param>
    public static double UpperBound(long count, double probability)
    {
        double low = count, high = count + 10 + (10 * Math.Sqrt(count + 1));
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (IncompleteGamma.Upper(count + 1, middle) > probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
