namespace DeepFix.Statistics;

/// <summary>Shortens long series so that what follows has a bounded cost. The same series always gives the same points.</summary>
internal static class Thinning
{
    /// <summary>Means of consecutive blocks of equal size (the last may be shorter): at most <paramref name="mostPoints"/> of them. A series that is short enough comes back unchanged.</summary>
    public static double[] BlockMeans(ReadOnlySpan<double> values, int mostPoints)
    {
        int size = BlockSize(values.Length, mostPoints);
        if (size == 1) return values.ToArray();
        var means = new double[(values.Length + size - 1) / size];
        for (int block = 0; block < means.Length; block++)
        {
            ReadOnlySpan<double> members = values.Slice(block * size, Math.Min(size, values.Length - block * size));
            double mean = 0;
            for (int i = 0; i < members.Length; i++) mean += (members[i] - mean) / (i + 1);
            means[block] = mean;
        }

        return means;
    }

    /// <summary>Points that fall into one block.</summary>
    public static int BlockSize(int points, int mostPoints) => Math.Max(1, (points + mostPoints - 1) / mostPoints);
}
