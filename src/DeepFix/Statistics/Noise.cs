namespace DeepFix.Statistics;

/// <summary>How far a series jumps from point to point, whatever its trend.</summary>
internal static class Noise
{
    private const double NormalConsistency = 1.482602218505602;

    /// <summary>
    /// Standard deviation of a single point around a locally straight trend: the median of |y[i-1] - 2 y[i] + y[i+1]|, scaled for normal noise, over √6
    /// (Gasser, Sroka and Jennen-Steinmetz 1986, with the median in place of the mean square). NaN of fewer than three points.
    /// </summary>
    public static double OfSecondDifferences(ReadOnlySpan<double> values)
    {
        if (values.Length < 3) return double.NaN;
        var bends = new double[values.Length - 2];
        for (int i = 1; i < values.Length - 1; i++) bends[i - 1] = Math.Abs(values[i - 1] - 2 * values[i] + values[i + 1]);
        return NormalConsistency * Order.Median(bends) / Math.Sqrt(6);
    }

    /// <summary>The same from the mean square of the second differences, as Gasser, Sroka and Jennen-Steinmetz have it: twice as exact on a dozen points, and moved by single wild ones. NaN of fewer than three points.</summary>
    public static double OfMeanSquare(ReadOnlySpan<double> values)
    {
        if (values.Length < 3) return double.NaN;
        double sum = 0;
        for (int i = 1; i < values.Length - 1; i++)
        {
            double bend = values[i - 1] - 2 * values[i] + values[i + 1];
            sum += bend * bend;
        }

        return Math.Sqrt(sum / (values.Length - 2) / 6);
    }
}
