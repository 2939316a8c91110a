using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>How losses jump: once and away, from epoch to epoch, and at the start.</summary>
internal static class Jumps
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("excursions of train_loss that stand out and come back", (run, _) => run.Metrics.Find("train_loss") is { } loss ? new(Standing(loss, run.Metrics.Find("learning_rate"))) : null),
        new("height of the excursion in standard deviations of the points around it", (run, s) => At(run, s, (e, _) => e.Multiples)),
        new("height of the excursion over the third largest jump around it", (run, s) => At(run, s, (e, _) => e.OverOthers)),
        new("height of the excursion over the level around it", (run, s) => At(run, s, (e, _) => Jump.Ratio(e.Height, Math.Abs(e.Level)))),
        new("height of the excursion over the whole fall of train_loss", (run, s) => At(run, s, (e, fall) => Jump.Ratio(e.Height, fall))),
        One("the same lead in standard deviations of the validation score", (run, _) => Scores.Lead(run) is var (lead, deviation, val) ? new(deviation > 0 ? Plain.Within(lead / deviation) : lead > 0 ? 1e6 : 0, val.Step(val.EndFrom), val.LastStep) : null),
        One("jitter of val_loss in the last two thirds over that of train_loss, each times √rows over its level", (run, _) => run.Metrics.Curve("val_loss") is { } val && run.Metrics.Curve("train_loss") is { } train && run.ValRows is > 0 and var valRows && run.TrainRows is > 0 and var trainRows ? TwoThirds(val, OfARow(train, trainRows) > 0 ? Math.Min(OfARow(val, valRows) / OfARow(train, trainRows), 1e6) : OfARow(val, valRows) > 0 ? 1e6 : 0) : null),
        One("(val_loss - train_loss of the next epoch) / train_loss of the next epoch in the first third", (run, _) => run.Metrics.Curve("val_loss") is { } val && run.Metrics.Curve("train_loss") is { } train ? BehindTheNext(train, val) : null),
        One("(val_loss - train_loss) / train_loss in the last third", (run, _) => run.Metrics.Curve("val_loss") is { } val && run.Metrics.Curve("train_loss") is { } train ? Behind(train, val) : null),
        One("jitter of val_accuracy in the second half in standard deviations of a share of its rows", (run, _) => run.Metrics.Curve("val_accuracy") is { } c && run.ValRows is > 0 and var rows ? Half(c, Math.Min(Plain.Jitter(c.Half) / Deviation(Math.Clamp(Plain.Median(c.Half), 0.5 / rows, 1 - (0.5 / rows)), rows), 1e6)) : null),
        One("train_loss of the first epoch over ln(classes)", (run, _) => run.Classes is > 1 and var k && run.Metrics.Curve("train_loss") is { } c ? new(Math.Min(c.Values[0] / Math.Log(k), 1e6), c.Step(0), c.Step(0)) : null),
        One("train_accuracy of the first epoch less 1 / classes, in standard deviations of a guess", (run, _) => run.Classes is > 1 and var k && run.TrainRows is > 0 and var rows && run.Metrics.Curve("train_accuracy") is { } c ? new(Plain.Within((c.Values[0] - (1 / k)) / Deviation(1 / k, rows)), c.Step(0), c.Step(0)) : null),
    ];

    // The excursion may stand among the points of epochs or, where it is over within one, among those that were logged.
    private static IEnumerable<Recomputed> At(RawRun run, Stated stated, Func<Jump, double, double> value)
    {
        foreach ((double[] values, long[] steps) in Views(run.Metrics.Find(stated.Series)))
        {
            (List<Jump> jumps, double fall) = Jump.All(values);
            foreach (Jump jump in jumps.Where(j => steps[j.Point] == stated.Item.FromStep)) yield return new(value(jump, fall), steps[jump.Point], steps[jump.Point]);
        }
    }

    private static IEnumerable<(double[] Values, long[] Steps)> Views(RawSeries? series)
    {
        if (series is null || RawCurve.Of(series) is not { } curve) yield break;
        yield return (curve.Values, [.. curve.Points.Select(p => p.Step)]);
        if (series.Finite.Count > curve.Count && series.Finite.Count <= 5000) yield return ([.. series.Finite.Select(p => p.Value)], [.. series.Finite.Select(p => p.Step)]);
    }

    // What stands out of the jitter and of all other jumps, matters, and was not brought about by the rate; a habit is no excursion.
    private static int Standing(RawSeries loss, RawSeries? rates)
    {
        foreach ((double[] values, long[] steps) in Views(loss))
        {
            (List<Jump> jumps, double fall) = Jump.All(values);
            int found = jumps.Count(j => j.Multiples > 8 && j.OverOthers > 4 && j.OverOthersOfLevel > 2 && Matters(Jump.Ratio(j.Height, Math.Abs(j.Level)), Jump.Ratio(j.Height, fall)) && !IsRaised(rates, steps[Math.Max(0, j.Point - 2)], steps[j.Point]));
            if (found > 0 && found <= 0.1 * values.Length) return found;
        }

        return 0;
    }

    private static bool Matters(double overLevel, double overFall) => overLevel > 1 || (overLevel > 0.25 && overFall > 0.1);

    private static bool IsRaised(RawSeries? rates, long before, long step)
    {
        double[] earlier = [.. rates?.Finite.Where(p => p.Step <= before).Select(p => p.Value) ?? []], within = [.. rates?.Finite.Where(p => p.Step > before && p.Step <= step).Select(p => p.Value) ?? []];
        return earlier is [.., > 0 and var last] && within.Length > 0 && within.Max() / last > 1.2;
    }

    private static double OfARow(RawCurve c, double rows) => c.Values[(c.Count / 3)..] is var late ? Math.Min(Plain.MeanJitter(late) / Math.Max(Math.Abs(Plain.Median(late)), double.Epsilon), 1e12) * Math.Sqrt(rows) : 0;

    private static Recomputed TwoThirds(RawCurve c, double value) => new(value, c.Step(c.Count / 3), c.LastStep);

    private static Recomputed Behind(RawCurve train, RawCurve val)
    {
        int from = val.Count - Math.Max(3, val.Count / 3);
        double[] leads = [.. Enumerable.Range(from, val.Count - from).Select(i => (Val: val.Values[i], Train: train.Values[train.At(val.Step(i))])).Select(p => Plain.Within((p.Val - p.Train) / Math.Max(Math.Abs(p.Train), double.Epsilon)))];
        return new(Plain.Median(leads), val.Step(from), val.LastStep);
    }

    private static Recomputed BehindTheNext(RawCurve train, RawCurve val)
    {
        int count = Math.Max(3, val.Count / 3);
        double[] leads = [.. val.Points.Take(count).Select(p => (Val: p.Value, Next: train.Values[Math.Min(train.At(p.Step) + 1, train.Count - 1)])).Select(p => Plain.Within((p.Val - p.Next) / Math.Max(Math.Abs(p.Next), double.Epsilon)))];
        return new(Plain.Median(leads), val.Step(0), val.Step(count - 1));
    }

    private static double Deviation(double share, double rows) => Math.Sqrt(Math.Max(0, share * (1 - share)) / rows);

    private static Recomputed Half(RawCurve c, double value) => new(value, c.Step(c.HalfFrom), c.LastStep);
}
