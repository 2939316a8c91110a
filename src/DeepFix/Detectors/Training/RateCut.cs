using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Where the learning rate fell for good, and how training loss moved on either side.</summary>
/// <param name="Loss">Training loss.</param>
/// <param name="At">The first point of the loss after which the rate stays low.</param>
/// <param name="ShareAfter">Share of the run's points that lie after it.</param>
internal sealed record RateCut(Curve Loss, int At, double ShareAfter)
{
    private const int Reach = 3;

    /// <summary>Where the fall before the cut is measured from.</summary>
    public int From => Math.Max(0, At - Reach);

    /// <summary>Fall of training loss a point, up to the cut.</summary>
    public double Before => (Loss.Values[From] - Loss.Values[At]) / (At - From);

    /// <summary>Points after the cut.</summary>
    public int PointsAfter => Loss.Count - 1 - At;

    /// <summary>Fall a point after the cut over the fall a point before it; 0 where loss did not fall afterwards.</summary>
    public double Slowed => Before > 0 ? Math.Clamp((Loss.Values[At] - Loss.End) / Math.Max(1, PointsAfter - 1) / Before, 0, 1e6) : 1e6;

    /// <summary>What the pace before the cut would have brought in the points after it, over the level at the end.</summary>
    public double Foregone => Loss.End > 0 ? Math.Clamp(Before * PointsAfter / Loss.End, -1e6, 1e6) : Before > 0 ? 1e6 : 0;

    /// <summary>The fall before the cut in standard deviations of a single point after it.</summary>
    public double Multiple => Noise.OfSecondDifferences(Loss.Values[At..]) is > 0 and var noise ? Math.Clamp(Before * (At - From) / noise, -1e6, 1e6) : Before > 0 ? 1e6 : 0;

    /// <summary>Measures a run; null where loss has no point before the cut, or fewer than three after it.</summary>
    /// <param name="loss">Training loss.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="lowShare">Share of the largest rate that counts as low.</param>
    public static RateCut? Of(Curve loss, Curve rate, double lowShare)
    {
        double high = Order.Quantile(rate.Values, 1) * lowShare;
        int lastHigh = rate.Count - 1;
        // A rate that rises again (warm restarts) was not cut.
        while (lastHigh >= 0 && rate.Values[lastHigh] <= high) lastHigh--;
        if (lastHigh < 0 || lastHigh == rate.Count - 1) return null;
        int at = loss.PointAt(rate.Step(lastHigh + 1));
        return at < 1 || loss.Count - at < 3 ? null : new RateCut(loss, at, (double)(loss.Count - at) / loss.Count);
    }
}
