using DeepFix.Verification.Maths;

namespace DeepFix.Verification.Raw;

/// <summary>The course of a metric: its finite points, one an epoch, at most a thousand.</summary>
internal sealed class RawCurve
{
    private const int MostPoints = 1000;
    private readonly Lazy<double[]> _smooth;

    private RawCurve(IReadOnlyList<RawPoint> points)
    {
        Points = points;
        Values = [.. points.Select(p => p.Value)];
        _smooth = new Lazy<double[]>(() => Plain.RunningMedian(Values, Values.Length < 20 ? 1 : Math.Max(2, Values.Length / 50)));
    }

    public IReadOnlyList<RawPoint> Points { get; }

    public double[] Values { get; }

    /// <summary>The values as a running median: of three points, or of one in twenty-five.</summary>
    public double[] Smooth => _smooth.Value;

    public int Count => Values.Length;

    /// <summary>Where the end begins: its last tenth, three points at least.</summary>
    public int EndFrom => Count - Math.Min(Count, Math.Max(3, Count / 10));

    public int HalfFrom => Count / 2;

    /// <summary>The median of the end.</summary>
    public double End => Plain.Median(Values[EndFrom..]);

    public double[] Half => Values[HalfFrom..];

    /// <summary>The point of the smallest smoothed value, the first of equals.</summary>
    public int Lowest => Array.IndexOf(Smooth, Smooth.Min());

    /// <summary>From the higher of the first value and the first smoothed one to the lowest smoothed one.</summary>
    public double Fall => Math.Max(Values[0], Smooth[0]) - Smooth[Lowest];

    public long Step(int point) => Points[point].Step;

    public long LastStep => Points[^1].Step;

    /// <summary>The first point at or after a step, or the last.</summary>
    public int At(long step)
    {
        int at = 0;
        while (at < Count - 1 && Points[at].Step < step) at++;
        return at;
    }

    public static RawCurve? Of(RawSeries series)
    {
        IReadOnlyList<RawPoint> points = ByEpoch(series.Finite);
        if (points.Count == 0) return null;
        int size = (points.Count + MostPoints - 1) / MostPoints;
        return new RawCurve(size == 1 ? points : [.. points.Chunk(size).Select(Mean)]);
    }

    // Where an epoch has several points their mean stands at its last step; where epochs are unknown each point counts.
    private static IReadOnlyList<RawPoint> ByEpoch(IReadOnlyList<RawPoint> points)
    {
        if (points.Any(p => double.IsNaN(p.Epoch))) return points;
        List<List<RawPoint>> epochs = [];
        foreach (RawPoint point in points)
        {
            if (epochs.Count == 0 || Math.Floor(epochs[^1][0].Epoch) != Math.Floor(point.Epoch)) epochs.Add([]);
            epochs[^1].Add(point);
        }

        return epochs.Count == points.Count ? points : [.. epochs.Select(e => Mean(e) with { Epoch = Math.Floor(e[0].Epoch) })];
    }

    private static RawPoint Mean(IReadOnlyList<RawPoint> points) => points[^1] with { Value = Plain.Mean([.. points.Select(p => p.Value)]) };
}
