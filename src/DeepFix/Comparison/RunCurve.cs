using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Comparison;

/// <summary>A metric over its run, at most 200 points, by step and where known by epoch.</summary>
internal sealed record RunCurve(string Name, double[] Steps, double[]? Epochs, double[] Values)
{
    private const int MostPoints = 200;

    public static RunCurve? Of(MetricSeries series, CancellationToken cancellationToken)
    {
        if (Curve.Of(series, cancellationToken) is not { } curve) return null;
        int count = Math.Min(curve.Count, MostPoints);
        int[] kept = [.. Enumerable.Range(0, count).Select(i => count == 1 ? curve.Count - 1 : (int)((long)i * (curve.Count - 1) / (count - 1)))];
        double[] epochs = [.. kept.Select(i => curve.Epoch(i) ?? double.NaN)];
        return new RunCurve(series.Name, [.. kept.Select(i => (double)curve.Step(i))], Array.TrueForAll(epochs, double.IsFinite) ? epochs : null, [.. kept.Select(i => curve.Values[i])]);
    }

    /// <summary>The value in force at a place: the last one logged up to it; null outside the run.</summary>
    public double? At(double place, bool byEpoch)
    {
        double[] places = byEpoch ? Epochs! : Steps;
        if (place < places[0] || place > places[^1]) return null;
        int at = Array.BinarySearch(places, place);
        return Values[at >= 0 ? at : ~at - 1];
    }
}
