namespace DeepFix.Artifacts.Foreign;

/// <summary>Series with steps of their own as one table: a row a step.</summary>
internal static class SeriesTable
{
    private const double MuchShorter = 3;

    public static LogTable Of(string format, IReadOnlyList<LogSeries> series)
    {
        List<string> notes = [];
        List<LogSeries> ordered = [.. series.Where(s => s.Points.Count > 0).Select(s => InOrder(s, notes))];
        List<LogSeries> aligned = OnOneCounter(ordered, notes);
        var rows = new SortedDictionary<double, int>();
        foreach (double step in aligned.SelectMany(s => s.Points.Select(p => p.Step))) rows[step] = 0;
        var builder = new LogTableBuilder();
        foreach (double step in rows.Keys.ToArray())
        {
            rows[step] = builder.NewRow();
            builder.Set(rows[step], "step", step);
        }

        foreach (LogSeries one in aligned.Where(s => s.Name is not "step"))
        {
            foreach ((double step, double value, _) in one.Points) builder.Set(rows[step], one.Name, value);
        }

        return builder.Build(format) with { Notes = notes };
    }

    // Steps that go back begin a later session, which supersedes what it repeats, as TensorBoard shows it. One step for all points is no step.
    private static LogSeries InOrder(LogSeries series, List<string> notes)
    {
        List<(double Step, double Value, double Time)> kept = [];
        int dropped = 0;
        if (series.Points.Count > 1 && series.Points.TrueForAll(p => p.Step == series.Points[0].Step))
        {
            if (ColumnRoles.IsAnyMetric(series.Name)) notes.Add(FormattableString.Invariant($"{series.Name} was logged {series.Points.Count} times at one step; its points were counted instead."));
            return series with { Points = [.. series.Points.Select((p, i) => (Step: (double)i, p.Value, p.Time))] };
        }

        foreach ((double Step, double Value, double Time) point in series.Points)
        {
            while (kept.Count > 0 && kept[^1].Step >= point.Step)
            {
                kept.RemoveAt(kept.Count - 1);
                dropped++;
            }

            kept.Add(point);
        }

        if (dropped > 0 && ColumnRoles.IsAnyMetric(series.Name))
            notes.Add(FormattableString.Invariant($"{series.Name} goes back in its steps: of steps logged twice the later values count ({dropped} left out)."));
        return series with { Points = kept };
    }

    // A loop counts batches for one metric and epochs for another: what was logged until the end and yet has few steps counts in another unit, and is placed by its time.
    private static List<LogSeries> OnOneCounter(List<LogSeries> series, List<string> notes)
    {
        if (series.Count < 2 || series.MaxBy(s => s.Points[^1].Step) is not { Points.Count: > 2 } longest || longest.Points.Exists(p => double.IsNaN(p.Time))) return series;
        (double start, double end) = (longest.Points[0].Time, longest.Points[^1].Time);
        List<string> placed = [];
        List<LogSeries> aligned = [.. series.Select(Placed)];
        if (placed.Count > 0) notes.Add($"{ColumnMap.Listed(placed)} count{(placed.Count == 1 ? "s" : "")} in another unit than {longest.Name}; {(placed.Count == 1 ? "it was" : "they were")} put at its steps by time.");
        return aligned;

        LogSeries Placed(LogSeries one)
        {
            bool untilTheEnd = one.Points.Count > 1 && one.Points[^1].Time > start + ((end - start) / 2);
            if (one == longest || !untilTheEnd || one.Points[^1].Step * MuchShorter > longest.Points[^1].Step) return one;
            placed.Add(one.Name);
            return one with { Points = [.. one.Points.Select(p => (Before(p.Time), p.Value, p.Time)).DistinctBy(p => p.Item1)] };
        }

        double Before(double time)
        {
            int at = longest.Points.FindLastIndex(p => p.Time <= time);
            return longest.Points[Math.Max(at, 0)].Step;
        }
    }
}
