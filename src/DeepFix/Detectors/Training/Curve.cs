using System.Globalization;
using System.Runtime.CompilerServices;
using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A metric as its detectors look at it: finite values only, one point an epoch where epochs are known, at most <see cref="MostPoints"/> of them.</summary>
internal sealed class Curve
{
    /// <summary>Longer series are averaged in blocks.</summary>
    public const int MostPoints = 1000;

    private const int FewestForTrend = 6;

    // A dozen detectors look at the same loss: its curve is kept for as long as the series lives.
    private static readonly ConditionalWeakTable<MetricSeries, Curve> Known = [];

    private readonly long[] _steps;
    private readonly double[] _epochs;
    private readonly double[] _values;
    private double[]? _smooth;
    private LateCourse? _late;

    private Curve(string name, long[] steps, double[] epochs, double[] values) => (Name, _steps, _epochs, _values) = (name, steps, epochs, values);

    /// <summary>The metric's name.</summary>
    public string Name { get; }

    /// <summary>How many points there are.</summary>
    public int Count => _values.Length;

    /// <summary>The values.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The values without single outliers: a running median of three, of five from twenty points on, of a twenty-fifth of the run from 125 on.</summary>
    public ReadOnlySpan<double> Smooth => _smooth ??= Smoothing.RunningMedian(_values, _values.Length < 20 ? 1 : Math.Max(2, _values.Length / 50));

    /// <summary>The level at the start: the first point.</summary>
    public double First => _values[0];

    /// <summary>The level at the end: the median of the last tenth, of at least three points.</summary>
    public double End => Order.Median(Values[EndFrom..]);

    /// <summary>How far the curve fell: from its first level to its smoothed minimum.</summary>
    public double Fall => Math.Max(First, Smooth[0]) - Smooth[Smoothing.IndexOfMinimum(Smooth)];

    /// <summary>How far the curve fell from its first point to its smoothed minimum, over the size of its first point; 0 where that is 0.</summary>
    public double FallShare => First != 0 ? Math.Clamp((First - Smooth[Smoothing.IndexOfMinimum(Smooth)]) / Math.Abs(First), -1e6, 1e6) : 0;

    /// <summary>Where the end begins.</summary>
    public int EndFrom => Count - Math.Min(Count, Math.Max(3, Count / 10));

    /// <summary>Where the second half begins.</summary>
    public int HalfFrom => Count / 2;

    /// <summary>Where the stretch begins over which a trend can be told from chance: the second half, or the last six points where that is fewer. Of four points in a row none is rare.</summary>
    public int TrendFrom => Math.Min(HalfFrom, Math.Max(0, Count - FewestForTrend));

    /// <summary>The course of the second half.</summary>
    public LateCourse Late => _late ??= LateCourse.Of(Values[HalfFrom..]);

    /// <summary>The last step.</summary>
    public long LastStep => _steps[^1];

    /// <summary>The curve of a series, or null where it has no finite value.</summary>
    public static Curve? Of(MetricSeries? series, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (series is null) return null;
        if (Known.TryGetValue(series, out Curve? known)) return known;
        if (Computed(series, cancellationToken) is not { } curve) return null;
        Known.AddOrUpdate(series, curve);
        return curve;
    }

    /// <summary>Step of a point.</summary>
    public long Step(int point) => _steps[point];

    /// <summary>Epoch of a point; null where unknown.</summary>
    public double? Epoch(int point) => double.IsNaN(_epochs[point]) ? null : _epochs[point];

    /// <summary>The first point at or after a step; the last point where there is none.</summary>
    public int PointAt(long step)
    {
        int at = Array.BinarySearch(_steps, step);
        if (at < 0) at = ~at;
        while (at > 0 && at < _steps.Length && _steps[at - 1] == step) at--;
        return Math.Min(at, _steps.Length - 1);
    }

    /// <summary>A point for people: its epoch where known, else its step.</summary>
    public string Place(int point)
        => double.IsNaN(_epochs[point])
            ? string.Create(CultureInfo.InvariantCulture, $"step {_steps[point]}")
            : $"epoch {Significant.Text(_epochs[point], 6)}";

    /// <summary>How far single points jump from a point on.</summary>
    public double NoiseFrom(int from) => Noise.OfSecondDifferences(Values[from..]);

    private static Curve? Computed(MetricSeries series, CancellationToken cancellationToken)
    {
        MetricSeries points = series.Finite(cancellationToken).PerEpoch(cancellationToken);
        if (points.Count == 0) return null;
        int size = Thinning.BlockSize(points.Count, MostPoints);
        if (size == 1) return new Curve(points.Name, points.Steps.ToArray(), points.Epochs.ToArray(), points.Values.ToArray());
        double[] means = Thinning.BlockMeans(points.Values, MostPoints);
        var steps = new long[means.Length];
        var epochs = new double[means.Length];
        for (int block = 0; block < means.Length; block++)
        {
            int last = Math.Min((block + 1) * size, points.Count) - 1;
            (steps[block], epochs[block]) = (points.Steps[last], points.Epochs[last]);
        }

        return new Curve(points.Name, steps, epochs, means);
    }
}
