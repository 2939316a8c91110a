using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Numbers that nobody can have measured: impossible, copied, standing still, out of order.</summary>
internal static class OddRecords
{
    private const double Hair = 1e-5;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("points of {} outside {}", Outside),
        One("share of the points of {} and {} that are the same to the last digit", (run, s) => s.Words[1] == s.Series && run.Metrics.Find(s.Words[0]) is { } one && run.Metrics.Find(s.Words[1]) is { } other ? Same(one, other) : null),
        One("fall of {} over its start, while {} stands still to the last digit", (run, s) => s.Words[1] == s.Series && run.Metrics.Curve(s.Words[0]) is { } mover && run.Metrics.Find(s.Series) is { } still && still.Points.All(p => p.Value == still.Points[0].Value) ? new(Plain.Within((mover.Values[0] - mover.End) / Math.Abs(mover.Values[0])), still.Points[0].Step, still.Points[^1].Step) : null),
        One("single points of {} that are exactly 0 between others that are not", (run, s) => s.Words[0] == s.Series && run.Metrics.Find(s.Series) is { } loss ? AtFirst(loss, Zeros(loss)) : null),
        One("largest train_accuracy over that of guessing", (run, _) => run.Classes is { } classes && run.Metrics.Curve("train_accuracy") is { } c ? new(c.Values.Max() * classes, c.Step(0), c.LastStep) : null),
        One("orders of steps that no single training has", (run, _) => new(run.HasOddOrder ? 1 : 0)),
        One("times that epochs go back while steps rise, beyond one second start", (run, _) => run.Metrics.Find("train_loss") is { } loss && Returns(loss) is var returns ? AtFirst(loss, returns, Math.Max(0, returns.Count - 1)) : null),
        One("points of grad_norm that are exactly 0 while train_loss is not", (run, _) => run.Metrics.Find("grad_norm") is { } norm && run.Metrics.Find("train_loss") is { } loss ? ZeroNorms(norm, loss) : null),
        One("records in a row with bit-identical train_loss", (run, _) => run.Metrics.Find("train_loss") is { } loss ? Held(loss) : null),
        One("points of grad_norm that a clipping of the norm could have cut", (run, _) => run.Metrics.Find("grad_norm") is not null ? new(0) : null),
        One("share of the points of grad_norm at or above the clipping value", (run, _) => Norms(run) is { } n && run.Parameters.Clip is > 0 and var clip ? Whole(n, (double)n.Count(p => p.Value >= clip * (IsCutAlready(n, clip) ? 0.9 : 1 - 1e-3)) / n.Count) : null),
        One("median of grad_norm over the clipping value", (run, _) => Norms(run) is { } n && run.Parameters.Clip is > 0 and var clip ? Whole(n, Math.Min(Plain.Median([.. n.Select(p => p.Value)]) / clip, 1e6)) : null),
        One("share of the points of grad_norm at its very maximum", (run, _) => Norms(run) is { } n ? Whole(n, (double)n.Count(p => p.Value >= n.Max(q => q.Value) * (1 - 1e-4)) / n.Count) : null),
    ];

    private static IReadOnlyList<RawPoint>? Norms(RawRun run) => run.Metrics.Find("grad_norm")?.Finite is { Count: > 0 } points ? points : null;

    // A norm that is logged after clipping ends at the value itself, its means over an epoch a little below.
    private static bool IsCutAlready(IReadOnlyList<RawPoint> norms, double clip) => norms.Max(p => p.Value) is var largest && largest <= clip * (1 + 1e-3) && largest >= clip * (1 - 1e-3);

    private static Recomputed? Outside(RawRun run, Stated stated)
    {
        if (stated.Words[0] != stated.Series || run.Metrics.Find(stated.Series) is not { } series) return null;
        (double Least, double Most)? range = stated.Words[1] switch
        {
            "at most 100 %" => (double.NegativeInfinity, 100),
            "0 to 100 %" => (0, 100),
            "0 to 1" => (0, 1),
            "minus infinity to 1" => (double.NegativeInfinity, 1),
            "0 to infinity" => (0, double.PositiveInfinity),
            var text when text == $"0 to infinity, the range of {DeclaredOutput.Loss(run)}" => (0, double.PositiveInfinity),
            _ => null,
        };
        return range is var (least, most) ? AtFirst(series, [.. Enumerable.Range(0, series.Points.Count).Where(i => double.IsFinite(series.Points[i].Value) && !(series.Points[i].Value >= least - Hair && series.Points[i].Value <= most + Hair))]) : null;
    }

    private static Recomputed? Same(RawSeries one, RawSeries other)
    {
        var pairs = one.Points.Where(p => double.IsFinite(p.Value)).Join(other.Points.Where(p => double.IsFinite(p.Value)).DistinctBy(p => p.Step), p => p.Step, q => q.Step, (p, q) => p.Value == q.Value).ToList();
        return pairs.Count > 0 ? new((double)pairs.Count(p => p) / pairs.Count, one.Points[0].Step, one.Points[^1].Step) : null;
    }

    private static List<int> Zeros(RawSeries loss)
        => [.. Enumerable.Range(1, Math.Max(0, loss.Points.Count - 2)).Where(i => loss.Points[i].Value == 0 && loss.Points[i - 1].Value > 0 && loss.Points[i + 1].Value > 0
            && !(Math.Min(loss.Points[i - 1].Value, loss.Points[i + 1].Value) < 0.2 * Math.Max(loss.Points[i - 1].Value, loss.Points[i + 1].Value))
            && Math.Min(loss.Points[i - 1].Value, loss.Points[i + 1].Value) > 2.5 * LastDecimal(loss))];

    // The unit in which more than half of the numbers are whole.
    private static double LastDecimal(RawSeries series)
    {
        for (int decimals = 0; decimals < 12; decimals++)
        {
            double unit = Math.Pow(10, decimals);
            if (series.Points.Count(p => Math.Abs((p.Value * unit) - Math.Round(p.Value * unit)) <= 1e-9 * Math.Max(1, Math.Abs(p.Value * unit))) > series.Points.Count / 2) return Math.Pow(10, -decimals);
        }

        return 1e-12;
    }

    private static List<int> Returns(RawSeries series) => [.. Enumerable.Range(1, series.Points.Count - 1).Where(i => series.Points[i].Epoch < series.Points[i - 1].Epoch)];

    private static Recomputed? ZeroNorms(RawSeries norms, RawSeries losses)
    {
        double small = 0.01 * Plain.Median([.. losses.Finite.Select(p => Math.Abs(p.Value))]);
        long[] zeros = [.. norms.Points.Where(p => p.Value == 0 && Math.Abs(losses.Points[Math.Max(0, LastAt(losses, p.Step))].Value) > small).Select(p => p.Step)];
        return zeros.Length > 0 ? new(zeros.Length, zeros[0], zeros[^1]) : null;
    }

    private static int LastAt(RawSeries series, long step) => series.Points.TakeWhile(p => p.Step <= step).Count() - 1;

    private static Recomputed Held(RawSeries loss)
    {
        int start = 0, from = 0, count = 1;
        for (int i = 1; i < loss.Points.Count; i++)
        {
            if (loss.Points[i].Value != loss.Points[i - 1].Value) start = i;
            else if (i - start + 1 > count) (from, count) = (start, i - start + 1);
        }

        return new(count, loss.Points[from].Step, loss.Points[from + count - 1].Step);
    }

    private static Recomputed AtFirst(RawSeries series, List<int> points, int? count = null)
        => points.Count > 0 ? new(count ?? points.Count, series.Points[points[0]].Step, series.Points[points[0]].Step) : new(count ?? 0);

    private static Recomputed Whole(IReadOnlyList<RawPoint> points, double value) => new(value, points[0].Step, points[^1].Step);
}
