namespace DeepFix.Statistics;

/// <summary>Values by their rank, without putting all of them in order (Hoare 1961). The values change places.</summary>
internal static class Selection
{
    /// <summary>The value that would stand at a position, were they in order.</summary>
    /// <param name="values">Values, no NaN among them.</param>
    /// <param name="rank">The position, from 0.</param>
    public static double At(Span<double> values, int rank)
    {
        const int FewEnough = 32;
        int from = 0, to = values.Length - 1;
        while (to - from > FewEnough)
        {
            double pivot = Middle(values[from], values[from + ((to - from) / 2)], values[to]);
            int left = from, right = to;
            while (left <= right)
            {
                while (values[left] < pivot) left++;
                while (values[right] > pivot) right--;
                if (left > right) break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (rank <= right) to = right;
            else if (rank >= left) from = left;
            else return values[rank];
        }

        values[from..(to + 1)].Sort();
        return values[rank];
    }

    /// <summary>The median, between the two in the middle where they are even.</summary>
    public static double Median(Span<double> values)
    {
        int below = (values.Length - 1) / 2;
        double low = At(values, below);
        if (values.Length % 2 == 1) return low;
        double high = At(values, below + 1);
        return low + 0.5 * (high - low);
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
