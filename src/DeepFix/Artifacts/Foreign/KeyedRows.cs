namespace DeepFix.Artifacts.Foreign;

/// <summary>One number a row under the name of its metric (key and value columns): each name becomes a column, rows of one step become one.</summary>
internal static class KeyedRows
{
    private static readonly HashSet<string> KeyNames = new(["key", "metric", "tag", "name", "variable", "metric_name", "scalar", "measure"], StringComparer.Ordinal);
    private static readonly HashSet<string> ValueNames = new(["value", "val", "metric_value", "values"], StringComparer.Ordinal);

    public static LogTable Unfold(LogTable table, WordColumns words)
    {
        LogColumn? value = table.Columns.FirstOrDefault(c => ValueNames.Contains(c.Name.Trim().ToLowerInvariant()));
        if (value is null || words.Named(KeyNames) is not { } name) return table;
        string[] keys = words.Of(name);
        LogColumn[] index = [.. table.Columns.Where(c => ColumnRoles.IsIndex(c.Name))];
        if (index.Length == 0) return table;
        var builder = new LogTableBuilder();
        var rows = new SortedDictionary<(double, double), List<int>>();
        for (int row = 0; row < table.RowCount; row++)
        {
            (double, double) at = (index[0].Values[row], index.Length > 1 ? index[1].Values[row] : 0);
            if (!rows.TryGetValue(at, out List<int>? same)) rows[at] = same = [];
            same.Add(row);
        }

        foreach (List<int> same in rows.Values)
        {
            int at = builder.NewRow();
            foreach (LogColumn column in index)
            {
                if (column.Has(same[0])) builder.Set(at, column.Name, column.Values[same[0]]);
            }

            foreach (int row in same)
            {
                if (value.Has(row)) builder.Set(at, keys[row], value.Values[row]);
            }
        }

        return builder.Build("table of metrics by name") with { Notes = [.. table.Notes, $"The metrics are named in the column {name}."] };
    }
}
