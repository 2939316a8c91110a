namespace DeepFix.Statistics;

/// <summary>A mixture of normal distributions.</summary>
/// <param name="parts">Weight, mean and standard deviation of each; the weights need not sum to one.</param>
internal sealed class NormalMixture(IReadOnlyList<(double Weight, double Mean, double Deviation)> parts)
{
    private readonly double _total = parts.Sum(p => p.Weight);

    /// <summary>The mean.</summary>
    public double Mean => parts.Sum(p => p.Weight * p.Mean) / _total;

    /// <summary>Probability of a value below a limit.</summary>
    public double Below(double limit) => parts.Sum(p => p.Weight * Normal((limit - p.Mean) / p.Deviation)) / _total;

    /// <summary>The value that lies above a share of the distribution, by bisection.</summary>
    public double Quantile(double share)
    {
        double low = parts.Min(p => p.Mean - (10 * p.Deviation)), high = parts.Max(p => p.Mean + (10 * p.Deviation));
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (Below(middle) < share) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }

    private static double Normal(double z)
    {
        double tail = IncompleteGamma.Upper(0.5, z * z / 2) / 2;
        return z > 0 ? 1 - tail : tail;
    }
}
