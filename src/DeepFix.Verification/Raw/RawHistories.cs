using DeepFix.Artifacts;

namespace DeepFix.Verification.Raw;

/// <summary>The series of a tracking store's histories, under their recorded names.</summary>
internal static class RawHistories
{
    public static IReadOnlyList<RawSeries> Series(RunRecord run)
    {
        List<MetricHistory> read = [.. run.Histories
            .Where(h => h.Points.Count > 0 && !h.Key.StartsWith("system/", StringComparison.Ordinal) && !h.Key.StartsWith("deepfix", StringComparison.Ordinal))
            .DistinctBy(h => h.Key, StringComparer.Ordinal)
            .OrderBy(h => h.Key, StringComparer.Ordinal)];
        Dictionary<string, string> names = RawNames.Of(read.ToDictionary(h => h.Key, h => h.Points.Count, StringComparer.Ordinal));
        List<MetricPoint> epochs = read.Find(h => names.GetValueOrDefault(h.Key) == "epoch") is { } logged ? Ordered(logged) : [];
        return [.. read
            .Where(h => names.GetValueOrDefault(h.Key) is not ("epoch" or "step"))
            .Select(h => new RawSeries(h.Key, [.. Ordered(h).Select(p => new RawPoint(p.Step, Epoch(epochs, p.Step, names.GetValueOrDefault(h.Key) == "learning_rate"), p.Value))]))];
    }

    // The epoch last logged at or before a step; for what is logged when its epoch begins, the one logged next.
    private static double Epoch(List<MetricPoint> epochs, long step, bool looksAhead)
    {
        if (epochs.Count == 0) return double.NaN;
        int before = epochs.FindLastIndex(e => e.Step <= step);
        if (!looksAhead || (before >= 0 && epochs[before].Step == step)) return epochs[Math.Max(before, 0)].Value;
        return epochs[Math.Min(before + 1, epochs.Count - 1)].Value;
    }

    private static List<MetricPoint> Ordered(MetricHistory history)
    {
        List<MetricPoint> points = [.. history.Points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp).ThenBy(p => p.Value)];
        bool isCounted = points.Count > 1 && points[0].Step == points[^1].Step && IsKnown(history.Key);
        return isCounted
            ? [.. points.Select((p, i) => p with { Step = i })]
            : [.. points.Where((p, i) => i + 1 == points.Count || points[i + 1].Step != p.Step)];
    }

    private static bool IsKnown(string name)
        => name.StartsWith("grad_norm/", StringComparison.Ordinal) || RawLossParts.IsPart(name) || RawNames.Of(new Dictionary<string, int>(StringComparer.Ordinal) { [name] = 2 }).Count > 0;
}
