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
        One("median of {} over median of {}", (run, s) => Outer(run) is var (first, last, from, to) && s.Words[0] == first && s.Words[1] == last && s.Series == first ? new(Math.Min(Plain.Median(from.Values) / Plain.Median(to.Values), 1e6), from.Step(0), from.LastStep) : null),
    ];

    private static double Growth(RawCurve c) => Plain.Median(c.Values[..Math.Max(2, c.Count / 10)]) is var early and > 0 ? Math.Min(c.Smooth.Max() / early, 1e6) : 0;

    private static (string First, string Last, RawCurve From, RawCurve To)? Outer(RawRun run)
    {
        string[] layers = [.. run.Metrics.All.Where(s => s.Name.StartsWith("grad_norm/", StringComparison.Ordinal) && s.Finite.Count > 0).Select(s => s.Name)];
        return layers.Length > 1 ? (layers[0], layers[^1], run.Metrics.Curve(layers[0])!, run.Metrics.Curve(layers[^1])!) : null;
    }
}
