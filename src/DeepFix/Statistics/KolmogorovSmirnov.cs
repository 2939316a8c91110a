namespace DeepFix.Statistics;

/// <summary>The noise of the Kolmogorov-Smirnov distance of two samples (Smirnov's limit law, which for small samples errs on the side of chance).</summary>
public static class KolmogorovSmirnov
{
    private const int MaxTerms = 100;
    private const double SmallestTerm = 1e-18;

    /// <summary>The probability that two samples of one distribution lie at least this far apart.</summary>
    /// <param name="distance">The distance, 0 to 1.</param>
    /// <param name="first">Rows of one sample.</param>
    /// <param name="second">Rows of the other.</param>
    public static double SameDistribution(double distance, double first, double second)
    {
        if (distance <= 0 || first <= 0 || second <= 0) return 1;
        double lambda = Math.Sqrt(first * second / (first + second)) * distance;
        double sum = 0, sign = 2;
        for (int j = 1; j <= MaxTerms; j++)
        {
            double term = sign * Math.Exp(-2 * lambda * lambda * j * j);
            sum += term;
            if (Math.Abs(term) <= SmallestTerm) return Math.Clamp(sum, 0, 1);
            sign = -sign;
        }

        return 1;
    }
}
