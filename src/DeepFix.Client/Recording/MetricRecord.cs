using System.Globalization;
using System.Text;

namespace DeepFix.Client.Recording;

/// <summary>The rows of <c>metrics.csv</c> as they come. A column that appears later is empty in the rows before.</summary>
internal sealed class MetricRecord
{
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<(long Step, double Epoch, double?[] Values)> _rows = [];

    public int Count => _rows.Count;

    public IReadOnlyList<string> Columns => _columns;

    public long LastStep => _rows is [.., var last] ? last.Step : -1;

    /// <summary>Adds a row; values for the step and epoch of the last row join it.</summary>
    public void Add(long step, double epoch, ReadOnlySpan<(string Name, double Value)> values)
    {
        double?[] row = Row(step, epoch);
        foreach ((string name, double value) in values)
        {
            int index = Index(name);
            if (index >= row.Length) _rows[^1] = _rows[^1] with { Values = row = Longer(row, index) };
            row[index] = value;
        }
    }

    /// <summary>The points of a column, not logged ones left out.</summary>
    public IEnumerable<(long Step, double Value)> Points(string column)
    {
        int index = _indexes[column];
        foreach ((long step, _, double?[] values) in _rows)
            if (index < values.Length && values[index] is { } value) yield return (step, value);
    }

    public byte[] ToCsv()
    {
        var text = new StringBuilder("step,epoch");
        foreach (string column in _columns) text.Append(',').Append(Quoted(column));
        text.Append('\n');
        foreach ((long step, double epoch, double?[] values) in _rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{step},{epoch}");
            for (int i = 0; i < _columns.Count; i++) text.Append(',').Append(i < values.Length && values[i] is { } value ? Text(value) : "");
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static double?[] Longer(double?[] row, int index)
    {
        Array.Resize(ref row, index + 1);
        return row;
    }

    private double?[] Row(long step, double epoch)
    {
        if (_rows is [.., var last] && last.Step == step && last.Epoch.Equals(epoch)) return last.Values;
        var values = new double?[_columns.Count];
        _rows.Add((step, epoch, values));
        return values;
    }

    private int Index(string name)
    {
        if (_indexes.TryGetValue(name, out int index)) return index;
        if (string.IsNullOrWhiteSpace(name) || name is "step" or "epoch") throw new ArgumentException($"'{name}' is no name for a metric: step and epoch are columns of their own.", nameof(name));
        _columns.Add(name);
        return _indexes[name] = _columns.Count - 1;
    }

    private static string Text(double value) => value switch
    {
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ when double.IsNaN(value) => "nan",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Quoted(string name) => name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
