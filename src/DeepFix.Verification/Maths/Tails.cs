namespace DeepFix.Verification.Maths;

/// <summary>Tails of distributions, summed term by term or integrated in small steps.</summary>
internal static class Tails
{
    /// <summary>The error function, by a series whose terms are all positive.</summary>
    public static double Erf(double x)
    {
        if (x <= 0) return 0;
        if (x > 6) return 1;
        double term = x, sum = x;
        for (int n = 1; n < 500; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>The chance of a chi-square above a value, with a whole number of degrees of freedom.</summary>
    public static double ChiSquareAbove(double value, int degrees)
    {
        double x = value / 2, term = degrees % 2 == 0 ? Math.Exp(-x) : Math.Exp(-x) * Math.Sqrt(x) / (Math.Sqrt(Math.PI) / 2);
        double sum = degrees % 2 == 0 ? 0 : Erfc(Math.Sqrt(x));
        for (int k = 0; k < degrees / 2; k++)
        {
            sum += term;
            term *= degrees % 2 == 0 ? x / (k + 1) : x / (k + 1.5);
        }

        return sum;
    }

    /// <summary>The share of rows that would have to change between two normal distributions of about the same width.</summary>
    public static double NormalShift(double mean, double deviation, double otherMean, double otherDeviation)
    {
        double pooled = Math.Sqrt(((deviation * deviation) + (otherDeviation * otherDeviation)) / 2), gap = Math.Abs(mean - otherMean);
        return pooled > 0 ? Erf(gap / pooled / (2 * Math.Sqrt(2))) : gap > 0 ? 1 : 0;
    }

    /// <summary>The expectation at which so few events or fewer have a given chance (Poisson).</summary>
    public static double PoissonUpperBound(long count, double chance)
    {
        double low = count, high = count + 10 + (10 * Math.Sqrt(count + 1));
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (PoissonAtMost(count, middle) > chance) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>The Brier score of honest probabilities of a score that separates two classes, normal in each, with a given area under the curve.</summary>
    public static double HonestBrier(double area, double prevalence)
    {
        double separation = Math.Sqrt(2) * NormalQuantile(Math.Clamp(area, 0.5, 1 - 1e-9));
        const int Slices = 2000;
        double from = -8, width = (separation + 16) / Slices, sum = 0;
        for (int i = 0; i < Slices; i++)
        {
            double x = from + ((i + 0.5) * width), inside = prevalence * Density(x - separation), outside = (1 - prevalence) * Density(x);
            if (inside + outside > 0) sum += inside * outside / (inside + outside) * width;
        }

        return sum;
    }

    // Far out the difference to 1 has no digits left: there the continued fraction, from its end.
    private static double Erfc(double x)
    {
        if (x < 2) return 1 - Erf(x);
        double fraction = x;
        for (int k = 200; k > 0; k--) fraction = x + (k / 2.0 / fraction);
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }

    private static double PoissonAtMost(long count, double expected)
    {
        double log = -expected, sum = Math.Exp(log);
        for (long k = 1; k <= count; k++)
        {
            log += Math.Log(expected / k);
            sum += Math.Exp(log);
        }

        return Math.Min(1, sum);
    }

    private static double NormalQuantile(double share)
    {
        double low = 0, high = 10;
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            if (0.5 * (1 + Erf(middle / Math.Sqrt(2))) < share) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
