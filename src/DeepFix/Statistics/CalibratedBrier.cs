namespace DeepFix.Statistics;

/// <summary>The Brier score that honest probabilities of a given power to separate would have (two normal scores of equal deviation).</summary>
public static class CalibratedBrier
{
    private const int Steps = 2000;
    private const double Reach = 8;

    /// <summary>The expected Brier score of a calibrated model.</summary>
    /// <param name="areaUnderRoc">How well the model separates the class from the rest, 0.5 to 1; less counts as 0.5.</param>
    /// <param name="prevalence">Share of the class, above 0, below 1.</param>
    public static double Expected(double areaUnderRoc, double prevalence)
    {
        double separation = Math.Sqrt(2) * Quantile(Math.Clamp(areaUnderRoc, 0.5, 1 - 1e-9));
        double from = -Reach, width = (separation + (2 * Reach)) / Steps, sum = 0;
        for (int i = 0; i < Steps; i++)
        {
            double x = from + ((i + 0.5) * width);
            double inside = prevalence * Density(x - separation), outside = (1 - prevalence) * Density(x);
            double total = inside + outside;
            if (total > 0) sum += inside * outside / total * width;
        }

        return sum;
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private static double Quantile(double probability)
    {
        double low = 0, high = 10;
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            if (1 - (0.5 * IncompleteGamma.Upper(0.5, middle * middle / 2)) < probability) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
