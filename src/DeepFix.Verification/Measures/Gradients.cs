using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Gradients and dead units.</summary>
internal static class Gradients
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("dead_unit_fraction at the end", (run, _) => run.Metrics.Curve("dead_unit_fraction") is { } c ? new(c.End, c.Step(c.EndFrom), c.LastStep) : null),
        One("largest smoothed grad_norm over its early level", (run, _) => run.Metrics.Curve("grad_norm") is { } c ? new(Growth(c), c.Step(0), c.LastStep) : null),
    ];

    private static double Growth(RawCurve c) => Plain.Median(c.Values[..(1 + (c.Count / 50))]) is var early and > 0 ? Math.Min(c.Smooth.Max() / early, 1e6) : 0;
}
