namespace DeepFix.Statistics;

/// <summary>How far two distributions lie apart, from nothing but their means and deviations.</summary>
public static class NormalShift
{
    /// <summary>The largest difference of the distribution functions of two normal variables with these means and their pooled deviation, 0 to 1.</summary>
    public static double Distance(double mean, double deviation, double otherMean, double otherDeviation)
    {
        double pooled = Math.Sqrt(((deviation * deviation) + (otherDeviation * otherDeviation)) / 2);
        double gap = Math.Abs(mean - otherMean);
        return pooled > 0 ? Erf(gap / pooled / (2 * Math.Sqrt(2))) : gap > 0 ? 1 : 0;
    }

    private static double Erf(double x) => x <= 0 ? 0 : 1 - IncompleteGamma.Upper(0.5, x * x);
}
