namespace DeepFix.Statistics;

/// <summary>A series cut into two levels.</summary>
/// <param name="At">First point of the second level.</param>
/// <param name="Before">Mean of the first level.</param>
/// <param name="After">Mean of the second level.</param>
/// <param name="Explained">Share of the squares around the mean that the cut explains, 0 to 1.</param>
internal readonly record struct Segments(int At, double Before, double After, double Explained)
{
    /// <summary>The cut that leaves the least squares around the two means (one step of binary segmentation, Scott and Knott 1974). Null where either side would have fewer points than asked for.</summary>
    public static Segments? Best(ReadOnlySpan<double> values, int fewestPoints)
    {
        int count = values.Length;
        if (fewestPoints < 1 || count < 2 * fewestPoints) return null;
        double mean = 0, squares = 0;
        for (int i = 0; i < count; i++)
        {
            double step = values[i] - mean;
            mean += step / (i + 1);
            squares += step * (values[i] - mean);
        }

        int best = -1;
        double gain = double.NegativeInfinity, left = 0, before = 0, after = 0;
        for (int cut = 1; cut <= count - fewestPoints; cut++)
        {
            left += values[cut - 1] - mean;
            if (cut < fewestPoints) continue;
            double between = left * left * count / ((double)cut * (count - cut));
            if (between <= gain) continue;
            (best, gain, before, after) = (cut, between, mean + left / cut, mean - left / (count - cut));
        }

        return new Segments(best, before, after, squares > 0 ? Math.Min(1, gain / squares) : 0);
    }
}
