using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>With what weights and gradients a run begins.</summary>
internal static class FirstSteps
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("norm of the initial weights for each unit, at least: weight_norm of the first record less the way since the start, over the square root of the units", (run, _) => Weights(run) is { } c && Units(run) is { } units ? AtFirst(c, Math.Clamp((c.Values[0] - Travelled(run, c)) / Math.Sqrt(units), 0, 1e6)) : null),
        One("norm of the weights for each unit at the first record: weight_norm over the square root of the units, or of thrice the squared norm that Glorot's initialisation gives, where that is less", (run, _) => Weights(run) is { } c && Units(run) is { } units ? AtFirst(c, Math.Clamp(c.Values[0] / Math.Sqrt(Math.Min(units, 3 * GlorotSquared(run))), 0, 1e6)) : null),
        One("way of the weights before the first record over their norm then, at most: update_ratio times steps", (run, _) => Weights(run) is { } c && c.Values[0] > 0 ? AtFirst(c, Math.Min(Travelled(run, c) / c.Values[0], 1e6)) : null),
        One("weight_norm at the end over its first value", (run, _) => Weights(run) is { } c ? Whole(c, c.Values[0] > 0 ? Math.Min(c.End / c.Values[0], 1e6) : 1) : null),
        One("median train_loss per wrong prediction over the cost of guessing, ln K", (run, _) => run.Classes is > 1 and var k && run.Metrics.Curve("train_loss") is { } loss && run.Metrics.Curve("train_accuracy") is { } right ? Whole(loss, Math.Min(Plain.Median(loss.Values) / Math.Log(k) / (1 - Plain.Median(right.Values)), 1e6)) : null),
        One("grad_norm at the first record over its median afterwards", (run, _) => run.Metrics.Curve("grad_norm") is { Count: > 1 } c ? Whole(c, Math.Min(c.Values[0] / Plain.Median(c.Values[1..]), 1e6)) : null),
        One("grad_norm at the end over its first value", (run, _) => run.Metrics.Curve("grad_norm") is { } c ? Whole(c, c.Values[0] > 0 ? Math.Min(c.End / c.Values[0], 1e6) : 0) : null),
        One("grad_norm_max over grad_norm, median of the second half", (run, _) => run.Metrics.Curve("grad_norm") is { } mean && run.Metrics.Curve("grad_norm_max") is { } largest && Scatter(mean, largest) is { } scatter ? new(scatter, largest.Step(largest.HalfFrom), largest.LastStep) : null),
        One("fall of train_loss up to the largest smoothed grad_norm, over its whole fall", (run, _) => run.Metrics.Curve("grad_norm") is { } norm && run.Metrics.Curve("train_loss") is { } loss ? Progress(loss, loss.At(norm.Step(Array.IndexOf(norm.Smooth, norm.Smooth.Max())))) : null),
    ];

    private static RawCurve? Weights(RawRun run) => run.Metrics.Curve("weight_norm");

    private static double? Units(RawRun run) => run.Parameters.HiddenUnits is > 0 and var width && run.Parameters.NumLayers is > 0 and var depth ? (width * depth) + Math.Max(1, run.Classes ?? 1) : null;

    // The number of inputs from the parameters that the layers behind the first leave over; one where it cannot be had.
    private static double GlorotSquared(RawRun run)
    {
        double width = run.Parameters.HiddenUnits!.Value, between = run.Parameters.NumLayers!.Value - 1, classes = Math.Max(1, run.Classes ?? 1);
        double ofTheFirst = (run.Parameters.AllParameters ?? 0) - (between * ((width * width) + width)) - (classes * width) - classes;
        double inputs = Math.Min(1e9, Math.Max(1, (ofTheFirst / width) - 1));
        return (2 / ((1 / inputs) + (1 / width))) + (between * width) + (2 / ((1 / width) + (1 / classes)));
    }

    // No way is longer than its steps together: so far the weights can have come from where they began.
    private static double Travelled(RawRun run, RawCurve weights)
        => run.Metrics.Curve("update_ratio") is { } ratio && ratio.Step(0) == weights.Step(0) && ratio.Values[0] >= 0 && !(weights.Count > 1 && Enumerable.Range(0, 2).All(i => weights.Points[i].Epoch == weights.Step(i))) ? ratio.Values[0] * weights.Values[0] * Math.Max(0, weights.Step(0)) : double.PositiveInfinity;

    private static double? Scatter(RawCurve mean, RawCurve largest)
    {
        double[] ratios = [.. Enumerable.Range(largest.HalfFrom, largest.Count - largest.HalfFrom)
            .Select(i => (Largest: largest.Values[i], Step: largest.Step(i), Same: mean.At(largest.Step(i))))
            .Where(r => mean.Step(r.Same) == r.Step && mean.Values[r.Same] > 0)
            .Select(r => Math.Min(r.Largest / mean.Values[r.Same], 1e6))];
        return ratios.Length > 0 ? Math.Max(Plain.Median(ratios), -1e6) : null;
    }

    private static Recomputed Progress(RawCurve loss, int at)
        => new(loss.Fall > 0 ? Math.Clamp((Math.Max(loss.Values[0], loss.Smooth[0]) - loss.Smooth[at]) / loss.Fall, -1e6, 1) : 0, loss.Step(0), loss.Step(at));

    private static Recomputed AtFirst(RawCurve c, double value) => new(value, c.Step(0), c.Step(0));

    private static Recomputed Whole(RawCurve c, double value) => new(value, c.Step(0), c.LastStep);
}
