namespace DeepFix.Statistics;

/// <summary>Chances of counts out of a fixed number of rows.</summary>
public static class Binomial
{
    /// <summary>The probability of at most <paramref name="successes"/> out of <paramref name="rows"/>, each with the same chance: summed term by term, exact for the few hundred rows that it is meant for.</summary>
    public static double AtMost(long successes, long rows, double chance)
    {
        if (successes >= rows || chance <= 0) return 1;
        if (successes < 0 || chance >= 1) return 0;
        double logTerm = rows * Math.Log(1 - chance), odds = Math.Log(chance / (1 - chance)), sum = Math.Exp(logTerm);
        for (long k = 1; k <= successes; k++)
        {
            logTerm += Math.Log((rows - k + 1) / (double)k) + odds;
            sum += Math.Exp(logTerm);
        }

        return Math.Min(1, sum);
    }
}
