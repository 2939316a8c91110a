namespace DeepFix.Statistics;

/// <summary>Running medians and the lows that they confirm.</summary>
internal static class Smoothing
{
    /// <summary>The median of each point and its neighbours; at the ends of those there are, so that no point is invented.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="reach">Neighbours on each side: 1 makes a window of three.</param>
    public static double[] RunningMedian(ReadOnlySpan<double> values, int reach)
    {
        var smooth = new double[values.Length];
        Span<double> window = reach < 16 ? stackalloc double[2 * reach + 1] : new double[2 * reach + 1];
        for (int i = 0; i < values.Length; i++)
        {
            // The window shrinks evenly on both sides: a median of a lopsided window would lag behind a trend.
            int half = Math.Min(reach, Math.Min(i, values.Length - 1 - i));
            Span<double> members = window[..(2 * half + 1)];
            values.Slice(i - half, members.Length).CopyTo(members);
            members.Sort();
            smooth[i] = members[half];
        }

        return smooth;
    }

    /// <summary>Position of the smallest value, the first of equals; -1 of nothing.</summary>
    public static int IndexOfMinimum(ReadOnlySpan<double> values)
    {
        int at = values.IsEmpty ? -1 : 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] < values[at]) at = i;
        }

        return at;
    }
}
