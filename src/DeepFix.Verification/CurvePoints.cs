using DeepFix.Api;
using DeepFix.Verification.Measures;
using DeepFix.Verification.Raw;

namespace DeepFix.Verification;

/// <summary>The points of a result's curves against the points that were logged.</summary>
internal static class CurvePoints
{
    public static IEnumerable<CheckedNumber> Check(RawRun run, Curve curve)
    {
        ILookup<long, double>? logged = run.Metrics.Find(curve.Series)?.Points.ToLookup(p => p.Step, p => p.Value);
        foreach (IReadOnlyList<double> point in curve.Points)
        {
            double[] atStep = point.Count == 2 && logged is not null ? [.. logged[(long)point[0]]] : [];
            bool isThere = atStep.Any(v => Digits.Agree(point[1], v));
            yield return new CheckedNumber
            {
                Measure = FormattableString.Invariant($"point of the curve at step {(point.Count > 0 ? point[0] : double.NaN)}"),
                Series = curve.Series,
                Stated = point.Count > 1 ? point[1] : double.NaN,
                Recomputed = atStep.Length > 0 ? atStep[^1] : null,
                Verdict = isThere ? CheckVerdict.Confirmed : CheckVerdict.Differs,
                Why = isThere ? null : "No such point was logged.",
            };
        }
    }
}
