namespace DeepFix.Statistics;

/// <summary>How sure a correlation is.</summary>
public static class Correlations
{
    private const double OneSided99 = 2.3263478740408408;

    /// <summary>What an absolute correlation is at least, with 99 % certainty (Fisher's transform); 0 for three rows or fewer.</summary>
    /// <param name="absolute">The measured absolute correlation, 0 to 1.</param>
    /// <param name="rows">Rows that it was measured over.</param>
    public static double SurelyAtLeast(double absolute, double rows)
    {
        if (rows <= 3) return 0;
        double z = Math.Atanh(Math.Min(absolute, 1 - 1e-12)) - (OneSided99 / Math.Sqrt(rows - 3));
        return Math.Max(0, Math.Tanh(z));
    }
}
