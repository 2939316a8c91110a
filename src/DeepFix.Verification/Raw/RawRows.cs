namespace DeepFix.Verification.Raw;

/// <summary>The series of a table, under their recorded names: rows in order of step, cells that were not logged left out.</summary>
internal static class RawRows
{
    private const double LargestStep = 9e15;

    public static IReadOnlyList<RawSeries> Series(PlainCsv table) => Read(table).Series;

    /// <summary>The series, and whether the order of their steps is one that no single training has.</summary>
    public static (IReadOnlyList<RawSeries> Series, bool IsOddOrder) Read(PlainCsv table)
    {
        int rows = table.Rows.Count;
        Dictionary<string, int> logged = [];
        for (int c = 0; c < table.Names.Count; c++) logged[table.Names[c]] = table.Rows.Count(r => r[c] is not null);
        Dictionary<string, string> names = RawNames.Of(logged);
        int step = Column(table, names, "step"), epoch = Column(table, names, "epoch");
        long[] steps = step >= 0 ? Steps(table, step) : Counted(rows);
        double[] epochs = epoch >= 0 ? Epochs(table, epoch) : [.. Enumerable.Range(0, rows).Select(i => step < 0 ? i : double.NaN)];
        long[] keys = step >= 0 || epoch < 0 ? steps : [.. epochs.Select(e => double.IsFinite(e) && Math.Abs(e) < LargestStep ? (long)Math.Floor(e) : 0)];
        bool areBatches = step >= 0 && epoch >= 0 && NumberBatches(steps, epochs);
        if (areBatches) (steps, keys) = (Counted(rows), Counted(rows));
        List<int> order = Order(keys);
        if (step < 0) steps = Numbered(order, rows);
        List<RawSeries> series = [];
        for (int c = 0; c < table.Names.Count; c++)
        {
            if (c == step || c == epoch || logged[table.Names[c]] == 0) continue;
            bool looksAhead = epoch >= 0 && names.GetValueOrDefault(table.Names[c]) == "learning_rate";
            List<RawPoint> points = [];
            for (int i = 0; i < order.Count; i++)
            {
                int row = order[i];
                if (table.Rows[row][c] is { } value) points.Add(new RawPoint(steps[row], looksAhead ? Ahead(table, epoch, order, i, epochs) : epochs[row], value));
            }

            series.Add(new RawSeries(table.Names[c], points));
        }

        bool isOdd = areBatches || (Enumerable.Range(1, Math.Max(0, keys.Length - 1)).Any(i => keys[i] < keys[i - 1]) && (AreScattered(keys) || Enumerable.Range(1, keys.Length - 1).Any(i => keys[i] < keys[i - 1] && keys[i] <= keys[0])));
        return (series, isOdd);
    }

    private static int Column(PlainCsv table, Dictionary<string, string> names, string contract)
        => Enumerable.Range(0, table.Names.Count).FirstOrDefault(c => names.GetValueOrDefault(table.Names[c]) == contract, -1);

    // A row without a step belongs to the row before it.
    private static long[] Steps(PlainCsv table, int column)
    {
        long last = 0;
        return [.. table.Rows.Select(r => last = r[column] is { } step && double.IsFinite(step) && Math.Abs(step) < LargestStep ? (long)Math.Floor(step) : last)];
    }

    // A row without an epoch takes the one before it; those at the start take the first.
    private static double[] Epochs(PlainCsv table, int column)
    {
        double last = table.Rows.Select(r => r[column]).FirstOrDefault(e => e is { } known && double.IsFinite(known)) ?? double.NaN;
        return [.. table.Rows.Select(r => last = r[column] is { } epoch && double.IsFinite(epoch) ? epoch : last)];
    }

    // A learning rate is logged when its epoch begins, on a row that does not state the epoch: the next row that does says which.
    private static double Ahead(PlainCsv table, int column, List<int> order, int from, double[] epochs)
    {
        for (int i = from; i < order.Count; i++)
        {
            if (table.Rows[order[i]][column] is { } epoch && double.IsFinite(epoch)) return epochs[order[i]];
        }

        return epochs[order[from]];
    }

    // Steps that begin again with every epoch.
    private static bool NumberBatches(long[] steps, double[] epochs)
    {
        int[] returns = [.. Enumerable.Range(1, Math.Max(0, steps.Length - 1)).Where(i => steps[i] < steps[i - 1])];
        return returns.Length > 1 && returns.All(i => epochs[i] > epochs[i - 1]) && Enumerable.Range(1, epochs.Length - 1).All(i => !(epochs[i] < epochs[i - 1]));
    }

    private static long[] Counted(int rows) => [.. Enumerable.Range(0, rows).Select(i => (long)i)];

    /// <summary>Whether rows are merely not in order, rather than sessions that go on from a step that was logged, or begin anew.</summary>
    private static bool AreScattered(long[] keys)
    {
        int[] returns = [.. Enumerable.Range(1, Math.Max(0, keys.Length - 1)).Where(i => keys[i] < keys[i - 1])];
        return (returns.Length + 1 > 20 && returns.Length + 1 > keys.Length / 50) || returns.Any(r => keys[r] > keys[0] && !keys.AsSpan(0, r).Contains(keys[r]));
    }

    // A session that begins at an earlier step replaces what was logged from that step on. Where steps go back again and again, rows are just not in order.
    private static List<int> Order(long[] keys)
    {
        if (AreScattered(keys)) return [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])];
        List<int> order = [];
        for (int i = 0; i < keys.Length; i++)
        {
            if (i > 0 && keys[i] < keys[i - 1])
            {
                while (order.Count > 0 && keys[order[^1]] >= keys[i]) order.RemoveAt(order.Count - 1);
            }

            order.Add(i);
        }

        return order;
    }

    private static long[] Numbered(List<int> order, int rows)
    {
        var numbers = new long[rows];
        for (int i = 0; i < order.Count; i++) numbers[order[i]] = i;
        return numbers;
    }
}
