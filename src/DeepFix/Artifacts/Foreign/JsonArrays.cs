using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Arrays of numbers by name, put beside each other. Arrays of other lengths than the losses' stand at the first rows, or, where one has a whole multiple of points, at every so many.</summary>
internal sealed class JsonArrays
{
    private readonly List<(string Name, double[] Values)> _arrays = [];
    private readonly List<string> _notes = [];

    public int Count => _arrays.Count;

    /// <summary>Whether a node is an array of numbers, in one of the forms in which they are written; if so it is kept.</summary>
    public bool TryAdd(string name, DataNode node)
    {
        if (name.Length == 0 || Array(node) is not { } values) return false;
        _arrays.Add((name, values));
        return true;
    }

    public LogTable? Build()
    {
        List<(string Name, double[] Values)> arrays = [.. _arrays.Where(a => a.Values.Length > 0)];
        if (arrays.Count == 0) return null;
        int rows = Rows(arrays);
        List<LogColumn> columns = [.. arrays.DistinctBy(a => a.Name, StringComparer.Ordinal).Select(a => new LogColumn(a.Name, Placed(a.Name, a.Values, rows)))];
        return new LogTable("JSON history of arrays", columns, rows) { RowsAreEpochs = true, Notes = _notes };
    }

    // The length of the longest metric that is known; extra keys (phase starts, a confusion matrix) are other things.
    private static int Rows(List<(string Name, double[] Values)> arrays)
    {
        int[] known = [.. arrays.Where(a => ColumnRoles.IsAnyMetric(a.Name)).Select(a => a.Values.Length)];
        return known.Length > 0 ? known.Max() : arrays.Max(a => a.Values.Length);
    }

    private double[] Placed(string name, double[] values, int rows)
    {
        if (values.Length == rows) return values;
        double[] placed = new double[rows];
        System.Array.Fill(placed, LogColumn.Missing);
        int every = values.Length > 2 && rows % values.Length == 0 && ColumnRoles.IsAnyMetric(name) ? rows / values.Length : 1;
        for (int i = 0; i < values.Length && ((i + 1) * every) - 1 < rows; i++) placed[((i + 1) * every) - 1] = values[i];
        if (ColumnRoles.IsAnyMetric(name))
        {
            _notes.Add(every > 1
                ? FormattableString.Invariant($"{name} has {values.Length} values where others have {rows}: each was put at every {every}th row.")
                : FormattableString.Invariant($"{name} has {values.Length} values where others have {rows}: they were put at the first rows."));
        }

        return placed;
    }

    private static double[]? Array(DataNode node)
    {
        if (node is { Kind: NodeKind.Text } && node.Text.StartsWith('[') && node.Text.EndsWith(']')) return OfText(node.Text);
        if (node is { Kind: NodeKind.Map, Members.Count: > 0 }) return OfMap(node);
        if (node.Kind != NodeKind.List || node.Items.Count == 0) return null;
        if (node.Items.TrueForAll(IsCell)) return [.. node.Items.Select(Cell)];
        // [[step, value], ...] keeps its values; so does [[value], ...].
        if (node.Items.TrueForAll(i => i is { Kind: NodeKind.List, Items.Count: 1 or 2 } && i.Items.TrueForAll(IsCell))) return [.. node.Items.Select(i => Cell(i.Items[^1]))];
        return null;
    }

    // {"0": 0.5, "1": 0.4}: a pandas column.
    private static double[]? OfMap(DataNode node)
    {
        if (!node.Members.TrueForAll(m => long.TryParse(m.Key, System.Globalization.CultureInfo.InvariantCulture, out _) && IsCell(m.Value))) return null;
        return [.. node.Members.OrderBy(m => long.Parse(m.Key, System.Globalization.CultureInfo.InvariantCulture)).Select(m => Cell(m.Value))];
    }

    private static double[]? OfText(string text)
    {
        List<double> values = [];
        foreach (string cell in text[1..^1].Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Scalars.TryNumber(cell, out double value)) return null;
            values.Add(value);
        }

        return [.. values];
    }

    private static bool IsCell(DataNode node) => node.IsNull || (node.IsScalar && (node.AsNumber() is not null || Scalars.IsNone(node.Text)));

    private static double Cell(DataNode node) => node.AsNumber() ?? LogColumn.Missing;
}
