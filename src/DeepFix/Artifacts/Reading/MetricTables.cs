using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Reading;

/// <summary>Gives recorded series their contract names and units, and says what is odd about their values.</summary>
internal static class MetricTables
{
    private const int FewRows = 3;
    private const double LargestFraction = 1.5;
    // A mean of single-precision accuracies can end a hair above 100.
    private const double LargestPercent = 100.001;
    private static readonly string[] Fractions = ["train_accuracy", "val_accuracy", "val_balanced_accuracy", "val_max_class_share"];

    /// <param name="recorded">Series under their recorded names.</param>
    /// <param name="rows">Rows of the file, or distinct steps of the histories.</param>
    /// <param name="source">Path of the file, or what stands for it.</param>
    /// <param name="log">Takes faults and warnings.</param>
    /// <param name="times">When each step was logged last; null where that is not known.</param>
    public static MetricTable Build(IReadOnlyList<MetricSeries> recorded, int rows, string source, ReadLog log, IReadOnlyDictionary<long, long>? times = null)
    {
        Dictionary<string, string> names = MetricNames.Resolve(recorded.ToDictionary(s => s.Name, s => s.Count, StringComparer.Ordinal))
            .Where(n => n.Value is not ("step" or "epoch"))
            .ToDictionary(n => n.Key, n => n.Value, StringComparer.Ordinal);
        var table = new SortedList<int, MetricSeries>();
        var recordedAs = new Dictionary<string, string>(StringComparer.Ordinal);
        HashSet<string> taken = [.. names.Values];
        for (int i = 0; i < recorded.Count; i++)
        {
            string own = recorded[i].Name;
            string name = names.TryGetValue(own, out string? contract) ? contract : Free(own, taken);
            if (!string.Equals(name, own, StringComparison.Ordinal)) recordedAs[name] = own;
            table.Add(i, recorded[i].Renamed(name));
        }

        AddSums(recorded, table, taken, recordedAs, log);
        Fault(table, source, rows, taken, log);
        List<string> inPercent = [];
        MetricSeries[] series = [.. table.Values.Select(s => AsFraction(s, source, inPercent, taken, log))];
        if (inPercent.Count > 0)
            log.Warnings.Add($"{string.Join(" and ", inPercent)} {(inPercent.Count == 1 ? "is" : "are")} in percent in {source} and read as fractions.");
        return new MetricTable(series, rows, source) { RecordedAs = recordedAs, Times = times ?? MetricTable.Empty.Times };
    }

    // A summary named train_loss beside the curve that is the training loss keeps its points under a name that nobody takes for the curve.
    private static string Free(string own, HashSet<string> taken)
    {
        string name = MetricNames.IsContractName(own) ? own + "_summary" : own;
        while (!taken.Add(name)) name += "_";
        return name;
    }

    private static void AddSums(IReadOnlyList<MetricSeries> recorded, SortedList<int, MetricSeries> table, HashSet<string> taken, Dictionary<string, string> recordedAs, ReadLog log)
    {
        foreach (string side in (string[])["train", "val"])
        {
            if (taken.Contains(side + "_loss") || LossParts.Sum(recorded, side) is not { } sum) continue;
            taken.Add(sum.Sum.Name);
            table.Add(table.Count, sum.Sum);
            recordedAs[sum.Sum.Name] = sum.RecordedAs;
            log.Warnings.Add($"{sum.Sum.Name} is the sum of {sum.RecordedAs}: the run logged the parts of its loss only.");
        }
    }

    private static MetricSeries AsFraction(MetricSeries series, string source, List<string> inPercent, HashSet<string> taken, ReadLog log)
    {
        if (!Fractions.Contains(series.Name, StringComparer.Ordinal)) return series;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in series.Values)
        {
            if (!double.IsFinite(value)) continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        if (low < 0 || high > LargestPercent)
        {
            log.Fault(source, null, $"{series.Name} lies outside 0 to 100 % and is no share of rows; it is not read as one.", "Log the share of right predictions, 0 to 1.");
            return series.Renamed(Free(series.Name + "_as_logged", taken));
        }

        if (high <= LargestFraction) return series;
        double[] fractions = series.Values.ToArray();
        for (int i = 0; i < fractions.Length; i++) fractions[i] /= 100;
        inPercent.Add(series.Name);
        return series.WithValues(fractions);
    }

    private static void Fault(SortedList<int, MetricSeries> table, string source, int rows, HashSet<string> taken, ReadLog log)
    {
        if (table.Count == 0) return;
        if (rows < FewRows)
            log.Fault(source, null, FormattableString.Invariant($"There are only {rows} rows; a course of training cannot be judged by fewer than {FewRows}."), "Log at least one row an epoch.");
        if (!taken.Contains("train_loss")) log.Fault(source, null, "There is no training loss.", "Log train_loss with every row.");
        MetricSeries[] losses = [.. table.Values.Where(s => s.Name is "train_loss" or "val_loss")];
        NegativeLosses(losses, source, log);
        // A loss that is NaN is a finding of its own, and everything beside it is NaN as well.
        if (Array.TrueForAll(losses, l => l.Finite().Count == l.Count)) NotFinite([.. table.Values.Where(s => MetricNames.IsContractName(s.Name))], source, log);
    }

    private static void NegativeLosses(MetricSeries[] losses, string source, ReadLog log)
    {
        List<string> negative = [];
        foreach (MetricSeries loss in losses)
        {
            int first = -1, count = 0;
            for (int i = 0; i < loss.Count; i++)
            {
                if (!(loss.Values[i] < 0)) continue;
                if (count++ == 0) first = i;
            }

            if (count > 0) negative.Add(FormattableString.Invariant($"{loss.Name} at {count} of {loss.Count} points, first at step {loss.Steps[first]}"));
        }

        if (negative.Count > 0)
            log.Fault(source, null, $"The loss is negative: {string.Join("; ", negative)}.", "Its ratios say nothing; name loss_function in params.yaml, and check it where it should not fall below zero.");
    }

    private static void NotFinite(IReadOnlyList<MetricSeries> all, string source, ReadLog log)
    {
        string[] odd = [.. all.Where(s => s.Finite().Count < s.Count).Select(s => FormattableString.Invariant($"{s.Name} at {s.Count - s.Finite().Count} of {s.Count} points"))];
        if (odd.Length > 0)
            log.Fault(source, null, $"Not finite although the loss is: {string.Join(", ", odd)}.", "Log a number, or leave the cell empty where there is none.");
    }
}
