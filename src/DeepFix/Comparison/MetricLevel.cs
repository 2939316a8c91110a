using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Comparison;

/// <summary>Where a metric ended.</summary>
/// <param name="Value">The median of the last tenth, of at least three points.</param>
/// <param name="Deviation">Standard deviation of that median from the jitter of single points; 0 where there are too few.</param>
/// <param name="Worst">The value to count where the metric ended in NaN: the largest or smallest that was seen is chosen by the caller.</param>
/// <param name="IsBroken">The metric ended in NaN or infinity.</param>
internal sealed record MetricLevel(double Value, double Deviation, (double Low, double High) Worst, bool IsBroken)
{
    // A median of n normal values deviates by √(π/2n) of one.
    private const double MedianFactor = 1.2533;

    /// <summary>The level of a series; null where it has no finite value.</summary>
    public static MetricLevel? Of(MetricSeries series, CancellationToken cancellationToken)
    {
        if (Curve.Of(series, cancellationToken) is not { } curve) return null;
        double noise = curve.NoiseFrom(curve.HalfFrom);
        int points = curve.Count - curve.EndFrom;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in curve.Values) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return new MetricLevel(curve.End, double.IsNaN(noise) ? 0 : MedianFactor * noise / Math.Sqrt(points), (low, high), !double.IsFinite(series.Values[^1]));
    }
}
