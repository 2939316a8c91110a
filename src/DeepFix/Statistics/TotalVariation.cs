namespace DeepFix.Statistics;

/// <summary>The total variation distance of two samples of counts: the share of rows that would have to change places to make them alike.</summary>
public static class TotalVariation
{
    /// <summary>The distance, 0 to 1; 0 where one of the samples is empty.</summary>
    public static double Distance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        (double n, double m) = (Total(first), Total(second));
        if (n <= 0 || m <= 0) return 0;
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
