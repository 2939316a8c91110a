using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Where the validation loss goes, by itself and beside the training loss.</summary>
internal static class ValidationCourse
{
    private const double Most = 1e6;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("fall of val_loss from the last point but one to the last, over the former", (run, _) => run.Metrics.Curve("val_loss") is { Count: > 1 } c ? new((c.Values[^2] - c.Values[^1]) / c.Values[^2], c.Step(c.Count - 2), c.LastStep) : null),
        One("position of the smoothed minimum of val_loss in the run, 0 at its start and 1 at its end", (run, _) => Val(run) is { } c ? new(c.Count < 2 ? 1 : (double)c.Lowest / (c.Count - 1), c.Step(c.Lowest), c.Step(c.Lowest)) : null),
        One("rise of val_loss from its smoothed minimum to its end, over the minimum", (run, _) => Val(run) is { } c ? Rise(c, OverLevel(c, RiseOf(c))) : null),
        One("the same rise over the fall of val_loss from its start to its minimum", (run, _) => Val(run) is { } c ? Rise(c, Math.Min(RiseOf(c) / FallOf(c), Most)) : null),
        One("the same rise in standard deviations of a single point", (run, s) => s.Series == "val_loss" && Val(run) is { } c ? Rise(c, InDeviations(OverLevel(c, RiseOf(c)), OverLevel(c, Noise(c)))) : null),
        One("rise of train_loss over the same stretch, as a share of its whole fall", (run, _) => Both(run) is var (train, val) ? Back(train, train.At(val.Step(val.Lowest))) : null),
        One("val_loss minus train_loss at the end", (run, _) => Both(run) is var (train, val) ? new(Math.Clamp(val.End - train.End, -Most, Most), val.Step(val.EndFrom), val.LastStep) : null),
        One("growth of the gap val_loss - train_loss over the fall of val_loss", (run, _) => Both(run) is var (train, val) ? GapGrowth(train, val) : null),
        One("jitter of a point of val_loss in the second half over its level there", (run, _) => Val(run) is { } c ? Half(c, Plain.Over(Plain.Jitter(c.Half), Math.Abs(Plain.Median(c.Half)))) : null),
        One("share of the points of the second half at which val_loss turns", (run, _) => Val(run) is { } c ? Half(c, Plain.Turning(c.Half)) : null),
        One("that jitter over the change of the trend in the second half", (run, _) => Val(run) is { } c ? Half(c, Plain.Over(Plain.Jitter(c.Half), Math.Abs(Plain.Change(c.Half)))) : null),
        One("val_loss over train_loss, medians of the second half", (run, _) => Both(run) is var (train, val) ? Half(val, Plain.Within(Plain.Median(val.Half) / Plain.Median(train.Values[train.At(val.Step(val.HalfFrom))..]))) : null),
        One("share of the points of the second half at which val_loss lies below train_loss", (run, _) => Both(run) is var (train, val) ? Half(val, Below(train, val)) : null),
    ];

    private static RawCurve? Val(RawRun run) => run.Metrics.Curve("val_loss");

    private static (RawCurve Train, RawCurve Val)? Both(RawRun run) => run.Metrics.Curve("train_loss") is { } train && Val(run) is { } val ? (train, val) : null;

    private static double RiseOf(RawCurve c) => c.Lowest >= c.EndFrom ? 0 : c.End - c.Smooth[c.Lowest];

    private static double FallOf(RawCurve c) => Math.Max(c.Smooth[0] - c.Smooth[c.Lowest], double.Epsilon);

    // A loss that goes through zero has no level: what it fell stands in for it.
    private static double OverLevel(RawCurve c, double value) => Math.Min(value / (c.Values.Any(v => v <= 0) ? FallOf(c) : c.Smooth[c.Lowest]), Most);

    private static double Noise(RawCurve c) => Plain.Jitter(c.Values[Math.Max(0, Math.Min(c.Lowest - 2, c.Count - 8))..]);

    private static double InDeviations(double rise, double noise) => rise <= 0 ? 0 : noise > 0 ? Math.Min(rise / noise, Most) : Most;

    private static Recomputed Back(RawCurve train, int from) => new(train.Fall > 0 ? Plain.Within((train.End - train.Smooth[from]) / train.Fall) : 0, train.Step(from), train.LastStep);

    private static Recomputed GapGrowth(RawCurve train, RawCurve val)
    {
        double fall = val.Smooth[0] - val.Smooth[val.Lowest], growth = val.End - train.End - Math.Max(0, val.Smooth[0] - train.Smooth[0]);
        return new(fall > 0 ? Plain.Within(growth / fall) : 0, val.Step(0), val.LastStep);
    }

    private static double Below(RawCurve train, RawCurve val)
        => (double)Enumerable.Range(val.HalfFrom, val.Count - val.HalfFrom).Count(i => val.Values[i] < train.Smooth[train.At(val.Step(i))]) / (val.Count - val.HalfFrom);

    private static Recomputed Rise(RawCurve c, double value) => new(value, c.Step(c.Lowest), c.LastStep);

    private static Recomputed Half(RawCurve c, double value) => new(value, c.Step(c.HalfFrom), c.LastStep);
}
