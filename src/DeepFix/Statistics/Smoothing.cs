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
        int from = 0, to = 0;
        for (int i = 0; i < values.Length; i++)
        {
            // The window shrinks evenly on both sides: a median of a lopsided window would lag behind a trend.
            int half = Math.Min(reach, Math.Min(i, values.Length - 1 - i));
            while (from < i - half) Remove(window[..(to - from)], values[from++]);
            while (to <= i + half) Insert(window[..(to - from)], window, values[to++]);
            smooth[i] = window[half];
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

    // The members of the window stay in order: the next window differs from this one by two of them.
    private static void Insert(ReadOnlySpan<double> members, Span<double> window, double value)
    {
        int at = members.Length;
        for (; at > 0 && window[at - 1] > value; at--) window[at] = window[at - 1];
        window[at] = value;
    }

    private static void Remove(Span<double> members, double value)
    {
        int at = members.BinarySearch(value);
        members[(at + 1)..].CopyTo(members[at..]);
    }
}
