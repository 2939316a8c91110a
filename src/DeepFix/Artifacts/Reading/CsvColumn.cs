namespace DeepFix.Artifacts.Reading;

/// <summary>The numbers of one column; cells that were not logged hold <see cref="Missing"/>.</summary>
internal sealed class CsvColumn(string name, int capacity)
{
    private static readonly long MissingBits = BitConverter.DoubleToInt64Bits(double.NaN) ^ 0x5EED;
    private double[] _values = new double[Math.Max(capacity, 16)];

    /// <summary>A NaN with bits of its own: a cell that was not logged, apart from a logged NaN.</summary>
    public static double Missing { get; } = BitConverter.Int64BitsToDouble(MissingBits);

    public string Name { get; private init; } = name;

    /// <summary>Cells with a number.</summary>
    public int Logged { get; private set; }

    /// <summary>Whether not one cell holds anything, were it only a word for nothing.</summary>
    public bool IsBlank { get; private set; } = true;

    /// <summary>Cells with text.</summary>
    public int TextCells { get; private set; }

    /// <summary>Line of the first cell with text; 0 = none.</summary>
    public int FirstTextLine { get; private set; }

    public ReadOnlySpan<double> Values(int rows) => _values.AsSpan(0, rows);

    /// <summary>The column under another name, over the same cells.</summary>
    public CsvColumn Renamed(string other) => new(other, 0) { _values = _values, Logged = Logged, TextCells = TextCells, FirstTextLine = FirstTextLine, IsBlank = IsBlank };

    public static bool IsMissing(double value) => BitConverter.DoubleToInt64Bits(value) == MissingBits;

    public void Set(int row, CellKind kind, double value, int line, bool isBlank)
    {
        IsBlank &= isBlank;
        if (row >= _values.Length) Array.Resize(ref _values, (int)Math.Min(2L * _values.Length, int.MaxValue / 16));
        _values[row] = kind == CellKind.Number ? value : Missing;
        if (kind == CellKind.Number)
        {
            Logged++;
        }
        else if (kind == CellKind.Text)
        {
            if (TextCells++ == 0) FirstTextLine = line;
        }
    }

    /// <summary>The values of the first rows without copying, where the array has just that length; else a copy.</summary>
    public double[] TakeValues(int rows)
    {
        if (_values.Length != rows) Array.Resize(ref _values, rows);
        return _values;
    }
}
