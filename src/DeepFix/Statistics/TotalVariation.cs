namespace DeepFix.Statistics;

/// <summary>The total variation distance of two samples of counts: the share of rows that would have to change places to make them alike.</summary>
public static class TotalVariation
{
    /// <summary>The distance, 0 to 1.</summary>
    public static double Distance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double n, double m) = (Total(first), Total(second));
        double sum = 0;
        for (int i = 0; i < first.Length; i++) sum += Math.Abs((first[i] / n) - (second[i] / m));
        return sum / 2;
    }

    private static double Total(ReadOnlySpan<double> counts)
    {
        double sum = 0;
        foreach (double count in counts) sum += count;
        return sum;
    }
}
