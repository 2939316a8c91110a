using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The logged learning rate as a schedule is read from it: one point an epoch, all measures relative to its peak.</summary>
internal sealed class RateCourse
{
    /// <summary>A change below this share is rounding.</summary>
    private const double Rounding = 1e-3;

    /// <summary>A peak later than this share of the run is no end of a warm-up.</summary>
    private const double LongestWarmup = 0.4;

    private readonly Curve _rate;

    private RateCourse(Curve rate) => _rate = rate;

    /// <summary>Its points.</summary>
    public int Count => _rate.Count;

    /// <summary>Name of the series.</summary>
    public string Name => _rate.Name;

    /// <summary>First step.</summary>
    public long FirstStep => _rate.Step(0);

    /// <summary>Last step.</summary>
    public long LastStep => _rate.LastStep;

    /// <summary>The largest rate.</summary>
    public double Largest { get; private init; }

    /// <summary>Position of the largest rate where it lies early enough to end a warm-up; else the start.</summary>
    public int Peak { get; private init; }

    /// <summary>The course of a run's rate; null where none was logged, or where it is zero or negative throughout.</summary>
    public static RateCourse? Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.LearningRate, cancellationToken) is not { } rate) return null;
        int peak = 0;
        for (int i = 1; i < rate.Count; i++)
        {
            if (rate.Values[i] > rate.Values[peak] * (1 + Rounding)) peak = i;
        }

        double largest = rate.Values[peak];
        return largest > 0 ? new RateCourse(rate) { Largest = largest, Peak = peak <= LongestWarmup * rate.Count ? peak : 0 } : null;
    }

    /// <summary>Largest less smallest rate from a point on, over the largest.</summary>
    public double SpreadFrom(int point)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in _rate.Values[point..]) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return (high - low) / Largest;
    }

    /// <summary>The furthest that the rate rises again after its peak, over the largest rate, and where it ends.</summary>
    public (double Share, int At) RiseAfterPeak()
    {
        double low = Largest;
        (double Share, int At) furthest = (0, Peak);
        for (int i = Peak; i < _rate.Count; i++)
        {
            low = Math.Min(low, _rate.Values[i]);
            double rise = (_rate.Values[i] - low) / Largest;
            if (rise > furthest.Share) furthest = (rise, i);
        }

        return furthest;
    }

    /// <summary>Points after the peak at which the rate is another than before.</summary>
    public int ChangesAfterPeak()
    {
        int changes = 0;
        for (int i = Peak + 1; i < _rate.Count; i++) changes += Math.Abs(_rate.Values[i] - _rate.Values[i - 1]) > Rounding * _rate.Values[i - 1] ? 1 : 0;
        return changes;
    }

    /// <summary>Whether the falls after the peak are all by one factor: an exponential, whatever it is called.</summary>
    public bool FallsByOneFactor()
    {
        (double low, double high) = (double.PositiveInfinity, 0);
        for (int i = Peak + 1; i < _rate.Count; i++)
        {
            double factor = _rate.Values[i] / _rate.Values[i - 1];
            if (double.IsFinite(factor) && Math.Abs(1 - factor) > Rounding) (low, high) = (Math.Min(low, factor), Math.Max(high, factor));
        }

        return high > 0 && high - low < 0.02;
    }

    /// <summary>The last rate over the largest.</summary>
    public double End => _rate.Values[^1] / Largest;

    /// <summary>The first rate over the largest.</summary>
    public double Start => _rate.Values[0] / Largest;

    /// <summary>Epochs from the first point to the last, both counted; null where unknown.</summary>
    public double? Epochs => _rate.Epoch(0) is { } first && _rate.Epoch(_rate.Count - 1) is { } last ? last - first + 1 : null;

    /// <summary>A point for people.</summary>
    public string Place(int point) => _rate.Place(point);

    /// <summary>Step of a point.</summary>
    public long Step(int point) => _rate.Step(point);

    /// <summary>The rate at a point.</summary>
    public double At(int point) => _rate.Values[point];
}
