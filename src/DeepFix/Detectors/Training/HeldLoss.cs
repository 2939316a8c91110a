using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A stretch of records over which the loss is the same to the last digit, while everywhere else it moves.</summary>
/// <param name="Count">Records of the stretch.</param>
/// <param name="FirstStep">Step of its first record.</param>
/// <param name="LastStep">Step of its last.</param>
/// <param name="Jitter">Median move from record to record just before, over the level.</param>
/// <param name="Digits">The same move in units of the last digit that is logged.</param>
internal sealed record HeldLoss(int Count, long FirstStep, long LastStep, double Jitter, double Digits)
{
    private const int FewestRecords = 8;
    private const int MovesBefore = 5;
    private const int FewestMoves = 3;
    /// <summary>A rate below this share of the largest moves nothing that is worth a digit.</summary>
    private const double RateTakenAway = 0.05;

    /// <summary>The longest such stretch; null where there is none, where the loss often repeats itself, where the rate was taken away or is unknown at the end, or where to the end nothing else moves: a network that is dead stands still as well.</summary>
    public static HeldLoss? In(MetricSeries loss, MetricSeries? rates, MetricSeries? validation)
    {
        ReadOnlySpan<double> values = loss.Values;
        if (values.Length < FewestRecords) return null;
        (int from, int count, int repeats) = Longest(values);
        // Repeats elsewhere: coarse rounding, or a value of the epoch written into each of its rows.
        if (count < 2 || from < FewestMoves || repeats > count - 1) return null;
        int end = from + count - 1;
        if (IsRateGone(rates, loss.Steps[from], loss.Steps[end], toEnd: end == values.Length - 1)) return null;
        if (end == values.Length - 1 && !Moves(validation, loss.Steps[from], loss.Steps[end])) return null;
        var moves = new double[Math.Min(MovesBefore, from)];
        for (int i = 0; i < moves.Length; i++) moves[i] = Math.Abs(values[from - i] - values[from - i - 1]);
        double level = Math.Abs(values[from]), move = Order.Median(moves);
        return new HeldLoss(count, loss.Steps[from], loss.Steps[end], level > 0 ? Math.Min(move / level, 1e6) : 0, move / LastDigit.Of(values));
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

    private static bool Moves(MetricSeries? series, long from, long to)
    {
        if (series is null) return false;
        double? first = null;
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Steps[i] < from || series.Steps[i] > to) continue;
            first ??= series.Values[i];
            if (series.Values[i] != first) return true;
        }

        return false;
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
