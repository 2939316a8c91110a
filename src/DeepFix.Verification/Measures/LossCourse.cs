using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Where the training loss goes, and how steadily.</summary>
internal static class LossCourse
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("rise of train_loss from its smoothed minimum to its end, over its fall from start to minimum", (run, _) => Train(run) is { } c ? Rise(c, Share(RiseOf(c), c.Fall)) : null),
        One("the same rise over the minimum", (run, s) => s.Series == "train_loss" && Train(run) is { } c ? Rise(c, c.Smooth[c.Lowest] != 0 ? Math.Min(RiseOf(c) / Math.Abs(c.Smooth[c.Lowest]), 1e6) : RiseOf(c) > 0 ? 1e6 : 0) : null),
        One("the same rise in standard deviations of a single point", (run, s) => s.Series == "train_loss" && Train(run) is { } c ? Rise(c, Share(RiseOf(c), Calm(c))) : null),
        One("fall of train_loss over these points, scaled to a quarter of the run, over its whole fall", (run, _) => Train(run) is { } c ? new(LateShare(c), c.Step(QuarterFrom(c)), c.LastStep) : null),
        One("trend of train_loss over the second half, of at least six points (Mann-Kendall)", (run, _) => Train(run) is { } c ? new(Plain.MannKendall(c.Values[TrendFrom(c)..]), c.Step(TrendFrom(c)), c.LastStep) : null),
        One("largest train_loss over the first", (run, _) => Train(run) is { } c ? Whole(c, Math.Min(c.Values.Max() / Math.Abs(c.Values[0]), 1e6)) : null),
        One("lowest train_loss", (run, _) => Train(run) is { } c ? Whole(c, c.Values.Min()) : null),
        One("final train_loss over the first", (run, _) => Train(run) is { } c ? new(Plain.Within(c.End / c.Values[0]), c.Step(c.EndFrom), c.LastStep) : null),
        One("fall of train_loss from its first point to its smoothed minimum, over its first point", (run, _) => Train(run) is { } c ? Whole(c, c.Smooth[0] != 0 ? FirstToLowest(c) : 0) : null),
        One("fall of train_loss from its first level to its minimum, over that level", (run, _) => Train(run) is { } c ? Whole(c, Plain.Within(FirstToLowest(c))) : null),
        One("largest change of train_loss over its second half that its trend allows, over its first level", (run, _) => Train(run) is { } c ? Half(c, Allowed(c.Half) / Math.Abs(c.Smooth[0])) : null),
        One("jitter of a point of {} in the second half over its whole fall", (run, s) => Swinging(run, s) is { } c ? Half(c, Plain.Over(Plain.Jitter(c.Half), c.Fall)) : null),
        One("share of the points of {} in the second half at which it turns", (run, s) => Swinging(run, s) is { } c ? Half(c, Plain.Turning(c.Half)) : null),
        One("jitter of a point of {} over the change of its trend in the second half", (run, s) => Swinging(run, s) is { } c ? Half(c, Plain.Over(Plain.Jitter(c.Half), Math.Abs(Plain.Change(c.Half)))) : null),
    ];

    /// <summary>The share of the fall that came over the last quarter, as if that were a quarter exactly.</summary>
    private static double LateShare(RawCurve c)
    {
        double quarter = (c.Count - 1) / 4.0 / (c.Count - 1 - QuarterFrom(c));
        return c.Fall > 0 ? Math.Clamp((c.Smooth[QuarterFrom(c)] - c.Smooth[^1]) / c.Fall * quarter, -1e6, 1) : 0;
    }

    private static RawCurve? Train(RawRun run) => run.Metrics.Curve("train_loss");

    private static RawCurve? Swinging(RawRun run, Stated stated) => stated.Words[0] == stated.Series && stated.Series is "train_loss" or "val_loss" ? run.Metrics.Curve(stated.Series) : null;

    private static int QuarterFrom(RawCurve c) => c.Count - 1 - Math.Max(2, c.Count / 4);

    private static int TrendFrom(RawCurve c) => c.Count >= 12 ? c.HalfFrom : Math.Max(0, c.Count - 6);

    private static double FirstToLowest(RawCurve c) => (c.Smooth[0] - c.Smooth[c.Lowest]) / Math.Abs(c.Smooth[0]);

    // A minimum within the end has not been left.
    private static double RiseOf(RawCurve c) => c.Lowest >= c.EndFrom ? 0 : c.End - c.Smooth[c.Lowest];

    private static double Calm(RawCurve c) => Math.Min(Plain.Jitter(c.Values), Plain.Jitter(c.Values[..Math.Min(c.Count, Math.Max(3, c.Lowest + 1))]));

    private static double Share(double rise, double by) => by > 0 ? Math.Min(rise / by, 1e6) : rise > 0 ? 1e6 : 0;

    private static double Allowed(double[] half) => Plain.TheilSen(half) is var trend ? Math.Max(Math.Abs(trend.Low), Math.Abs(trend.High)) * (half.Length - 1) : 0;

    private static Recomputed Rise(RawCurve c, double value) => new(value, c.Step(c.Lowest), c.LastStep);

    private static Recomputed Half(RawCurve c, double value) => new(value, c.Step(c.HalfFrom), c.LastStep);

    private static Recomputed Whole(RawCurve c, double value) => new(value, c.Step(0), c.LastStep);
}
