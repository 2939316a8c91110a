namespace DeepFix.Artifacts.Reading;

/// <summary>The rows of a table that count, in order of step.</summary>
internal sealed class RowOrder
{
    private readonly int[]? _rows;
    private readonly bool[]? _epochKnown;

    private RowOrder(int[]? rows, long[] steps, double[] epochs, bool[]? epochKnown)
        => (_rows, Steps, Epochs, _epochKnown) = (rows, steps, epochs, epochKnown);

    public long[] Steps { get; }

    public double[] Epochs { get; }

    public int Count => Steps.Length;

    /// <summary>Whether all rows count, as they stand.</summary>
    public bool IsIdentity => _rows is null;

    public int Row(int index) => _rows is null ? index : _rows[index];

    /// <summary>The epoch of a row, or of the next row that states one: a learning rate is logged when its epoch begins.</summary>
    public double NextEpoch(int index)
    {
        if (_epochKnown is null) return Epochs[index];
        for (int i = index; i < Count; i++)
        {
            if (_epochKnown[Row(i)]) return Epochs[i];
        }

        return Epochs[index];
    }

    /// <summary>The order of a table's rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="steps">Step of every row; null where none was logged.</param>
    /// <param name="epochs">Epoch of every row; null where none was logged.</param>
    /// <param name="epochKnown">For every row whether it states its epoch; null where all do.</param>
    /// <param name="log">Takes the fault where rows were not in order.</param>
    public static RowOrder Of(CsvTable table, long[]? steps, double[]? epochs, bool[]? epochKnown, ReadLog log)
    {
        long[] keys = steps ?? KeysOf(epochs, table.RowCount);
        List<int> starts = Starts(keys);
        double[] allEpochs = epochs ?? Unknown(table.RowCount, counted: steps is null);
        if (starts.Count == 1) return new RowOrder(null, steps ?? Counted(table.RowCount), allEpochs, epochKnown);
        if (steps is not null && epochs is not null && starts.Count > 2 && starts.TrueForAll(s => s == 0 || epochs[s] > epochs[s - 1]) && NeverFalls(epochs))
        {
            log.StepOrder = StepOrder.WithinEpochs;
            log.Fault(table.Path, table.Lines[starts[1]], "Steps begin again with every epoch: they number batches. Rows are counted instead.", "Log a step that counts on through the whole training.");
            return new RowOrder(null, Counted(table.RowCount), allEpochs, epochKnown);
        }

        int[] rows = new Sessions(table, keys, starts, log).Rows();
        return new RowOrder(rows, steps is null ? Counted(rows.Length) : [.. rows.Select(r => steps[r])], [.. rows.Select(r => allEpochs[r])], epochKnown);
    }

    private static bool NeverFalls(double[] values)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] < values[i - 1]) return false;
        }

        return true;
    }

    private static List<int> Starts(long[] keys)
    {
        List<int> starts = [0];
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i] < keys[i - 1]) starts.Add(i);
        }

        return starts;
    }

    private static long[] KeysOf(double[]? epochs, int rows)
        => epochs is null ? Counted(rows) : Array.ConvertAll(epochs, e => double.IsFinite(e) && Math.Abs(e) < 9e15 ? (long)Math.Floor(e) : 0);

    private static long[] Counted(int rows)
    {
        var counted = new long[rows];
        for (int i = 0; i < rows; i++) counted[i] = i;
        return counted;
    }

    private static double[] Unknown(int rows, bool counted)
    {
        var epochs = new double[rows];
        for (int i = 0; i < rows; i++) epochs[i] = counted ? i : double.NaN;
        return epochs;
    }
}
