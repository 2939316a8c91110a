namespace DeepFix.Statistics;

/// <summary>What a share of a number of trials says of the chance behind it.</summary>
internal static class Proportion
{
    /// <summary>Wilson's score interval (Wilson 1927). Without trials it is all of 0 to 1.</summary>
    /// <param name="share">Observed share, 0 to 1.</param>
    /// <param name="trials">Trials.</param>
    /// <param name="normalQuantile">Width of the interval: 1.96 covers 95 %.</param>
    public static (double Low, double High) Wilson(double share, double trials, double normalQuantile = 1.96)
    {
        if (!(trials > 0)) return (0, 1);
        double square = normalQuantile * normalQuantile / trials;
        double middle = (share + square / 2) / (1 + square);
        double half = normalQuantile * Math.Sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square);
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>Standard deviation of a share that comes from so many independent trials.</summary>
    public static double Deviation(double share, double trials) => Math.Sqrt(Math.Max(0, share * (1 - share)) / trials);
}
