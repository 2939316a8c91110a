namespace DeepFix.Artifacts.Reading;

/// <summary>The epoch in which a step lies, from an epoch logged as a metric.</summary>
internal sealed class EpochsByStep(List<MetricPoint> points)
{
    /// <summary>The epoch last logged at or before a step; before the first, the first.</summary>
    public double AtOrBefore(long step) => points[Math.Max(UpperBound(step) - 1, 0)].Value;

    /// <summary>The epoch first logged at or after a step, for what is logged when its epoch begins; after the last, the last.</summary>
    public double AtOrAfter(long step)
    {
        int upper = UpperBound(step);
        if (upper > 0 && points[upper - 1].Step == step) return points[upper - 1].Value;
        return points[Math.Min(upper, points.Count - 1)].Value;
    }

    private int UpperBound(long step)
    {
        int low = 0, high = points.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (points[middle].Step <= step) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
