using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>The band in which a cross-entropy lies that is fed probabilities instead of logits.</summary>
internal static class SoftmaxFloor
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("lowest {} less the floor ln(e + K - 1) - 1 = {} for K = {}", (run, s) => s.Words[0] == s.Series && Either(run, s, (c, o) => c.Values.Min() <= o.Values.Min()) is { } c && s.Says(1, Floor(run)) && s.Says(2, run.Classes!.Value) ? new(Math.Max(c.Values.Min() - Floor(run), -1e6), c.Step(0), c.LastStep) : null),
        One("highest {} less the ceiling ln(e + K - 1) = {}", (run, s) => s.Words[0] == s.Series && Either(run, s, (c, o) => c.Values.Max() >= o.Values.Max()) is { } c && s.Says(1, Floor(run) + 1) ? new(Math.Min(c.Values.Max() - Floor(run) - 1, 1e6), c.Step(0), c.LastStep) : null),
        One("highest loss over lowest loss, divided by ln(e + K - 1) / (ln(e + K - 1) - 1) = {}", (run, s) => run.Classes is > 1 && s.Says(0, (Floor(run) + 1) / Floor(run)) && Either(run, s, (c, o) => c.Values.Min() <= o.Values.Min()) is { } c ? new(c.Values.Min() > 0 ? Math.Min(Highest(run) / c.Values.Min() / ((Floor(run) + 1) / Floor(run)), 1e6) : 1e6, c.Step(0), c.LastStep) : null),
        One("1 - final train_loss / {}, the share of the variance of zeros and ones for {} classes that is explained", (run, s) => Loss(run) is { } c && run.Classes is { } k && s.Says(0, (k - 1) / k / k) && s.Says(1, k) ? End(c, Math.Clamp(1 - (c.End * k * k / (k - 1)), -1e6, 1)) : null),
        One("distance of the final train_loss from the floor + 1 - train_accuracy", (run, _) => Loss(run) is { } c && Right(run) is { } share ? End(c, Math.Abs(c.End - (Floor(run) + 1 - share))) : null),
        One("final train_accuracy, from chance (0) to perfect (1)", (run, _) => Right(run) is { } share && run.Classes is > 1 and var k && run.Metrics.Curve("train_accuracy") is { } c ? End(c, (share - (1.0 / k)) / (1 - (1.0 / k))) : null),
        One("final train_loss less the largest cross-entropy of a calibrated model of that accuracy", (run, _) => Loss(run) is { } c && Right(run) is { } share ? End(c, c.End - Calibrated(share, run.Classes!.Value)) : null),
    ];

    private static RawCurve? Loss(RawRun run) => run.Classes is > 1 ? run.Metrics.Curve("train_loss") : null;

    // The loss that reaches farther: of training or of validation.
    private static RawCurve? Either(RawRun run, Stated stated, Func<RawCurve, RawCurve, bool> reachesFarther)
        => run.Classes is > 1 && stated.Series is "train_loss" or "val_loss" && run.Metrics.Curve(stated.Series) is { } curve
            && new[] { "train_loss", "val_loss" }.All(n => run.Metrics.Curve(n) is not { } other || reachesFarther(curve, other)) ? curve : null;

    private static double Highest(RawRun run) => new[] { "train_loss", "val_loss" }.Select(run.Metrics.Curve).OfType<RawCurve>().Max(c => c.Values.Max());

    private static double Floor(RawRun run) => Math.Log(Math.E + run.Classes!.Value - 1) - 1;

    private static double? Right(RawRun run) => run.Metrics.Curve("train_accuracy") is { } c ? Math.Clamp(c.End, 0, 1) : null;

    private static double Calibrated(double share, double classes)
        => (share > 0 ? -share * Math.Log(share) : 0) + (share < 1 ? -(1 - share) * Math.Log((1 - share) / (classes - 1)) : 0);

    private static Recomputed End(RawCurve c, double value) => new(value, c.Step(c.EndFrom), c.LastStep);
}
