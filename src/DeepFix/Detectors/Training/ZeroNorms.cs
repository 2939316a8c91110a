using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Points at which the gradient norm is exactly zero although there was a loss to follow.</summary>
/// <param name="Count">Such points.</param>
/// <param name="FirstStep">Step of the first.</param>
/// <param name="LastStep">Step of the last.</param>
/// <param name="LastOverMedian">The norm just before the first, over the median of the norms that are not zero.</param>
internal sealed record ZeroNorms(int Count, long FirstStep, long LastStep, double LastOverMedian)
{
    /// <summary>A loss this far below its median is as good as none, and has no gradient.</summary>
    private const double SmallLoss = 0.01;

    /// <summary>Looks for them; null where there are none, or where the norm is zero from the start on (frozen, or logged after the gradients were cleared).</summary>
    public static ZeroNorms? In(MetricSeries norms, MetricSeries losses)
    {
        if (!norms.Values.Contains(0.0)) return null;
        double[] positive = [.. norms.Finite().Values.ToArray().Where(v => v > 0)];
        double[] sizes = Array.ConvertAll(losses.Finite().Values.ToArray(), Math.Abs);
        if (positive.Length == 0 || sizes.Length == 0 || norms.Values[0] == 0) return null;
        double median = Order.Median(positive), small = SmallLoss * Order.Median(sizes), last = double.NaN;
        (int count, long first, long until, double before) = (0, 0, 0, 0);
        int at = 0;
        for (int i = 0; i < norms.Count; i++)
        {
            if (norms.Values[i] > 0) last = norms.Values[i];
            if (norms.Values[i] != 0) continue;
            while (at + 1 < losses.Count && losses.Steps[at + 1] <= norms.Steps[i]) at++;
            if (!(Math.Abs(losses.Values[at]) > small)) continue;
            if (count++ == 0) (first, before) = (norms.Steps[i], last);
            until = norms.Steps[i];
        }

        return count == 0 || double.IsNaN(before) ? null : new ZeroNorms(count, first, until, Math.Min(before / median, 1e6));
    }
}
