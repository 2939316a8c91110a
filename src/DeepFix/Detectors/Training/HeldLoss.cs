using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A stretch of records over which the loss is the same to the last digit, while everywhere else it moves.</summary>
/// <param name="Count">Records of the stretch.</param>
/// <param name="FirstStep">Step of its first record.</param>
/// <param name="LastStep">Step of its last.</param>
/// <param name="Jitter">Median move from record to record just before, over the level.</param>
internal sealed record HeldLoss(int Count, long FirstStep, long LastStep, double Jitter)
{
    private const int FewestRecords = 8;
    private const int MovesBefore = 5;
    private const int FewestMoves = 3;
    /// <summary>A rate below this share of the largest moves nothing that is worth a digit.</summary>
    private const double RateTakenAway = 0.05;

    /// <summary>The longest such stretch; null where there is none, where the loss often repeats itself, or where the rate was taken away or is unknown at the end.</summary>
    public static HeldLoss? In(MetricSeries loss, MetricSeries? rates)
    {
        ReadOnlySpan<double> values = loss.Values;
        if (values.Length < FewestRecords) return null;
        (int from, int count, int repeats) = Longest(values);
        // Repeats elsewhere: coarse rounding, or a value of the epoch written into each of its rows.
        if (count < 2 || from < FewestMoves || repeats > count - 1) return null;
        int end = from + count - 1;
        if (IsRateGone(rates, loss.Steps[from], loss.Steps[end], toEnd: end == values.Length - 1)) return null;
        var moves = new double[Math.Min(MovesBefore, from)];
        for (int i = 0; i < moves.Length; i++) moves[i] = Math.Abs(values[from - i] - values[from - i - 1]);
        double level = Math.Abs(values[from]);
        return new HeldLoss(count, loss.Steps[from], loss.Steps[end], level > 0 ? Math.Min(Order.Median(moves) / level, 1e6) : 0);
    }

    private static (int From, int Count, int Repeats) Longest(ReadOnlySpan<double> values)
    {
        (int from, int count, int repeats, int start) = (0, 1, 0, 0);
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] != values[i - 1])
            {
                start = i;
                continue;
            }

            repeats++;
            if (i - start + 1 > count) (from, count) = (start, i - start + 1);
        }

        return (from, count, repeats);
    }

    private static bool IsRateGone(MetricSeries? rates, long from, long to, bool toEnd)
    {
        if (rates?.Finite() is not { Count: > 1 } known) return toEnd;
        (double largest, double within) = (0, double.PositiveInfinity);
        for (int i = 0; i < known.Count; i++)
        {
            largest = Math.Max(largest, known.Values[i]);
            if (known.Steps[i] >= from && known.Steps[i] <= to) within = Math.Min(within, known.Values[i]);
        }

        return double.IsInfinity(within) ? toEnd : within < RateTakenAway * largest;
    }
}
