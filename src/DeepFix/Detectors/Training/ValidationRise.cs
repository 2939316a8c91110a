using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>How validation loss left its best value. Positive losses are compared as ratios, so that neither the loss's unit nor its level matters; others against their own fall.</summary>
/// <param name="Loss">Validation loss.</param>
/// <param name="Best">Point of the smoothed minimum.</param>
/// <param name="BestValue">Smoothed minimum.</param>
/// <param name="Rise">Rise from the minimum to the end over the minimum; over the fall from the start where the loss is not positive.</param>
/// <param name="OfFall">The same rise over the fall from the start to the minimum.</param>
/// <param name="Noise">Standard deviation of a single point on the same scale.</param>
internal sealed record ValidationRise(Curve Loss, int Best, double BestValue, double Rise, double OfFall, double Noise)
{
    // Evidence is a finite number: ratios to nothing end here.
    private const double Most = 1e6;

    /// <summary>The rise in standard deviations of a single point.</summary>
    public double NoiseMultiple => Rise <= 0 ? 0 : Noise > 0 ? Math.Min(Rise / Noise, Most) : Most;

    /// <summary>Where in the run the minimum lies: 0 at the first point, 1 at the last.</summary>
    public double Position => Loss.Count < 2 ? 1 : (double)Best / (Loss.Count - 1);

    /// <summary>Measures a validation loss of at least three points.</summary>
    public static ValidationRise Of(Curve loss)
    {
        int best = Smoothing.IndexOfMinimum(loss.Smooth);
        // A minimum within the end has not been left: there the median of the end lies above it because the loss still falls.
        double low = loss.Smooth[best], rise = best >= loss.EndFrom ? 0 : loss.End - low;
        // The stretch around and after the minimum tells the jitter there; the first fall would be taken for noise.
        ReadOnlySpan<double> stretch = loss.Values[Math.Max(0, Math.Min(best - 2, loss.Count - 8))..];
        double noise = Statistics.Noise.OfSecondDifferences(stretch);
        double fall = Math.Max(loss.Smooth[0] - low, double.Epsilon);
        double unit = loss.Values.ContainsAnyInRange(double.NegativeInfinity, 0) ? fall : low;
        return new ValidationRise(loss, best, low, Math.Min(rise / unit, Most), Math.Min(rise / fall, Most), Math.Min(noise / unit, Most));
    }
}
