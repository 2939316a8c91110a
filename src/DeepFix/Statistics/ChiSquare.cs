namespace DeepFix.Statistics;

/// <summary>The chi-square test of whether two samples of counts come from one distribution.</summary>
public static class ChiSquare
{
    private const double MinExpected = 1;

    /// <summary>The probability of a statistic at least this large where nothing differs.</summary>
    public static double UpperTail(double statistic, double degreesOfFreedom) => IncompleteGamma.Upper(degreesOfFreedom / 2, statistic / 2);

    /// <summary>The probability that two samples of one distribution differ at least as much as these. Cells in which the smaller sample expects less than one row are pooled (Cochran 1954, for tests far in the tail).</summary>
    /// <param name="first">Rows in each cell of one sample.</param>
    /// <param name="second">Rows in each cell of the other; as long.</param>
    /// <param name="independentShare">Share of rows that are not copies of others, above 0 to 1: copies carry no evidence of their own.</param>
    public static double SameDistribution(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double independentShare = 1)
    {
        double n = Sum(first), m = Sum(second), all = n + m;
        if (n <= 0 || m <= 0) return 1;
        double statistic = 0, restFirst = 0, restSecond = 0;
        int cells = 0;
        for (int i = 0; i < first.Length; i++)
        {
            double total = first[i] + second[i];
            if (total * Math.Min(n, m) / all < MinExpected)
            {
                restFirst += first[i];
                restSecond += second[i];
                continue;
            }

            cells++;
            statistic += Cell(first[i], second[i], n / all, m / all);
        }

        if (restFirst + restSecond > 0)
        {
            cells++;
            statistic += Cell(restFirst, restSecond, n / all, m / all);
        }

        return cells < 2 ? 1 : UpperTail(statistic * independentShare, cells - 1);
    }

    private static double Cell(double first, double second, double shareFirst, double shareSecond)
    {
        double total = first + second;
        double missFirst = first - (total * shareFirst), missSecond = second - (total * shareSecond);
        return (missFirst * missFirst / (total * shareFirst)) + (missSecond * missSecond / (total * shareSecond));
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum;
    }
}
