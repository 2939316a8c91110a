using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Reading;

/// <summary>Rebuilds series from the metric histories of a tracking store.</summary>
internal static class Histories
{
    public const string Source = "MLflow metric histories";

    /// <summary>One series for every history, under its recorded name, and how many different steps they have.</summary>
    public static (IReadOnlyList<MetricSeries> Series, int Rows) Series(IReadOnlyList<MetricHistory> histories, ReadLog log)
    {
        List<MetricHistory> read = [.. Readable(histories)];
        IReadOnlyDictionary<string, string> names = MetricNames.Resolve(read.ToDictionary(h => h.Key, h => h.Points.Count, StringComparer.Ordinal));
        MetricHistory? epoch = read.Find(h => names.GetValueOrDefault(h.Key) == "epoch");
        EpochsByStep? epochs = epoch is null ? null : new EpochsByStep(Ordered(epoch, log));
        List<MetricSeries> series = [];
        HashSet<long> steps = [];
        foreach (MetricHistory history in read)
        {
            log.CancellationToken.ThrowIfCancellationRequested();
            if (names.GetValueOrDefault(history.Key) is "epoch" or "step") continue;
            List<MetricPoint> points = Ordered(history, log);
            foreach (MetricPoint point in points) steps.Add(point.Step);
            series.Add(One(history.Key, points, epochs, names.GetValueOrDefault(history.Key) == "learning_rate"));
        }

        return (series, steps.Count);
    }

    /// <summary>The histories that an analysis may read, in ordinal order of key.</summary>
    public static IEnumerable<MetricHistory> Readable(IReadOnlyList<MetricHistory> histories)
        => histories
            .Where(h => h.Points.Count > 0 && !h.Key.StartsWith("system/", StringComparison.Ordinal) && !h.Key.StartsWith("deepfix", StringComparison.Ordinal))
            .DistinctBy(h => h.Key, StringComparer.Ordinal)
            .OrderBy(h => h.Key, StringComparer.Ordinal);

    /// <summary>When each step was logged last, where that is known.</summary>
    public static IReadOnlyDictionary<long, long> Times(IReadOnlyList<MetricHistory> histories)
    {
        Dictionary<long, long> times = [];
        foreach (MetricPoint point in Readable(histories).SelectMany(h => h.Points))
        {
            if (point.Timestamp > 0 && point.Timestamp > times.GetValueOrDefault(point.Step)) times[point.Step] = point.Timestamp;
        }

        return times;
    }

    private static MetricSeries One(string key, List<MetricPoint> points, EpochsByStep? epochs, bool isLearningRate)
    {
        var (steps, epochOf, values) = (new long[points.Count], new double[points.Count], new double[points.Count]);
        for (int i = 0; i < points.Count; i++)
        {
            (steps[i], values[i]) = (points[i].Step, points[i].Value);
            epochOf[i] = epochs is null ? double.NaN : isLearningRate ? epochs.AtOrAfter(steps[i]) : epochs.AtOrBefore(steps[i]);
        }

        return new MetricSeries(key, steps, epochOf, values);
    }

    private static List<MetricPoint> Ordered(MetricHistory history, ReadLog log)
    {
        List<MetricPoint> points = [.. history.Points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp).ThenBy(p => p.Value)];
        if (points.Count > 1 && points[0].Step == points[^1].Step && MetricNames.IsKnown(history.Key, [history.Key]))
        {
            log.Warnings.Add(FormattableString.Invariant($"{history.Key} was logged {points.Count} times at step {points[0].Step}; its points are counted in order of time instead. Pass step to every log call."));
            return [.. points.Select((p, i) => p with { Step = i })];
        }

        // A resumed run repeats a step, and Lightning logs epoch several times a step: the later value wins.
        int kept = 0;
        for (int i = 0; i < points.Count; i++)
        {
            if (i + 1 < points.Count && points[i + 1].Step == points[i].Step) continue;
            points[kept++] = points[i];
        }

        points.RemoveRange(kept, points.Count - kept);
        return points;
    }
}
