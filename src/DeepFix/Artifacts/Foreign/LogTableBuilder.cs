namespace DeepFix.Artifacts.Foreign;

/// <summary>Gathers a table whose columns become known as its rows come.</summary>
internal sealed class LogTableBuilder(int maxCells = LogTableBuilder.MaxCells)
{
    public const int MaxCells = 20_000_000;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly List<(string Name, List<(int Row, double Value)> Cells)> _columns = [];
    private int _cells;

    public int RowCount { get; private set; }

    /// <summary>Whether cells were left out because there are too many.</summary>
    public bool IsFull => _cells >= maxCells;

    public int NewRow() => RowCount++;

    public void Set(int row, string name, double value)
    {
        if (IsFull) return;
        if (!_index.TryGetValue(name, out int column))
        {
            column = _index[name] = _columns.Count;
            _columns.Add((name, []));
        }

        _cells++;
        _columns[column].Cells.Add((row, value));
    }

    /// <summary>The table; of two values for one cell the later one counts.</summary>
    public LogTable Build(string format) => new(format, [.. _columns.Select(Column)], RowCount);

    private LogColumn Column((string Name, List<(int Row, double Value)> Cells) column)
    {
        double[] values = new double[RowCount];
        Array.Fill(values, LogColumn.Missing);
        foreach ((int row, double value) in column.Cells) values[row] = value;
        return new LogColumn(column.Name, values);
    }
}
