using DeepFix.Artifacts.Names;

namespace DeepFix.Artifacts.Reading;

/// <summary>Turns a table of numbers into series: finds step and epoch, puts rows in order, and drops cells that were not logged.</summary>
internal static class MetricRows
{
    /// <summary>One series for every column with a number, under its recorded name.</summary>
    public static IReadOnlyList<MetricSeries> Series(CsvTable table, ReadLog log)
    {
        IReadOnlyDictionary<string, string> names = MetricNames.Resolve(Points(table.Columns));
        CsvColumn? step = Column(table, names, "step"), epoch = Column(table, names, "epoch");
        long[]? steps = step is null ? null : Steps(step.Values(table.RowCount));
        double[]? epochs = epoch is null ? null : Filled(epoch.Values(table.RowCount));
        Complain(table, steps, epochs, log);
        RowOrder order = RowOrder.Of(table, steps, epochs, epoch is null || epoch.Logged == table.RowCount ? null : Known(epoch.Values(table.RowCount)), log);
        List<MetricSeries> series = [];
        foreach (CsvColumn column in table.Columns)
        {
            log.CancellationToken.ThrowIfCancellationRequested();
            ComplainOfText(table.Path, column, names.GetValueOrDefault(column.Name), log);
            if (column.Logged == 0 || ReferenceEquals(column, step) || ReferenceEquals(column, epoch)) continue;
            series.Add(One(column, table.RowCount, order, names.GetValueOrDefault(column.Name) == "learning_rate"));
        }

        return series;
    }

    private static Dictionary<string, int> Points(IReadOnlyList<CsvColumn> columns)
        => columns.ToDictionary(c => c.Name, c => c.Logged, StringComparer.Ordinal);

    private static CsvColumn? Column(CsvTable table, IReadOnlyDictionary<string, string> names, string contract)
        => table.Columns.FirstOrDefault(c => names.GetValueOrDefault(c.Name) == contract && c.Logged > 0);

    // A row without a step belongs to the row before it.
    private static long[] Steps(ReadOnlySpan<double> values)
    {
        var steps = new long[values.Length];
        long last = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]) && Math.Abs(values[i]) < 9e15) last = (long)Math.Floor(values[i]);
            steps[i] = last;
        }

        return steps;
    }

    // Lightning logs the learning rate on rows without an epoch: each takes the epoch before it, those at the start the first.
    private static double[] Filled(ReadOnlySpan<double> values)
    {
        double[] epochs = values.ToArray();
        int first = Array.FindIndex(epochs, double.IsFinite);
        double last = first < 0 ? double.NaN : epochs[first];
        for (int i = 0; i < epochs.Length; i++)
        {
            if (double.IsFinite(epochs[i])) last = epochs[i];
            else epochs[i] = last;
        }

        return epochs;
    }

    private static bool[] Known(ReadOnlySpan<double> values)
    {
        var known = new bool[values.Length];
        for (int i = 0; i < known.Length; i++) known[i] = double.IsFinite(values[i]);
        return known;
    }

    private static MetricSeries One(CsvColumn column, int rows, RowOrder order, bool isLearningRate)
    {
        if (column.Logged == rows && order.IsIdentity) return new MetricSeries(column.Name, order.Steps, order.Epochs, column.TakeValues(rows));
        ReadOnlySpan<double> values = column.Values(rows);
        int count = 0;
        for (int i = 0; i < order.Count; i++) count += CsvColumn.IsMissing(values[order.Row(i)]) ? 0 : 1;
        var (steps, epochs, kept) = (new long[count], new double[count], new double[count]);
        int at = 0;
        for (int i = 0; i < order.Count; i++)
        {
            double value = values[order.Row(i)];
            if (CsvColumn.IsMissing(value)) continue;
            (steps[at], epochs[at], kept[at]) = (order.Steps[i], isLearningRate ? order.NextEpoch(i) : order.Epochs[i], value);
            at++;
        }

        return new MetricSeries(column.Name, steps, epochs, kept);
    }

    private static void Complain(CsvTable table, long[]? steps, double[]? epochs, ReadLog log)
    {
        if (table.RowCount == 0) return;
        if (steps is null && epochs is null)
            log.Fault(table.Path, 1, "There is neither a step nor an epoch column; rows are counted instead, one an epoch.", "Log step and epoch with every row.");
        else if (epochs is null)
            log.Fault(table.Path, 1, "There is no epoch column; what counts in epochs cannot be judged.", "Log epoch with every row.");
        else if (steps is null)
            log.Fault(table.Path, 1, "There is no step column; rows are counted instead.", "Log step with every row.");
    }

    private static void ComplainOfText(string path, CsvColumn column, string? contract, ReadLog log)
    {
        if (column.TextCells == 0 || (contract is null && !MetricNames.IsContractName(column.Name))) return;
        string others = column.TextCells == 1 ? "" : FormattableString.Invariant($" ({column.TextCells} such cells)");
        log.Fault(path, column.FirstTextLine, $"{column.Name} holds text where a number is expected{others}.", "Write plain numbers with a decimal point; leave a cell empty where nothing was logged.");
    }
}
