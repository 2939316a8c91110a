using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>What the second half of a curve does: where it goes, and how much it jumps on the way.</summary>
/// <param name="Trend">Its slope, robustly.</param>
/// <param name="Z">Its trend in standard deviations (Mann-Kendall).</param>
/// <param name="Noise">The jitter of a single point; NaN of fewer than three.</param>
/// <param name="TurningShare">The share of inner points at which it turns; NaN of fewer than three.</param>
internal sealed record LateCourse(Trend Trend, double Z, double Noise, double TurningShare)
{
    /// <summary>The course of some values, one unit apart.</summary>
    public static LateCourse Of(ReadOnlySpan<double> values) => new(TheilSen.Fit(values), MannKendall.Z(values), Statistics.Noise.OfSecondDifferences(values), TurningPoints.Share(values));
}
