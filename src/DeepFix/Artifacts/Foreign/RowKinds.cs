namespace DeepFix.Artifacts.Foreign;

/// <summary>Rows of different splits of the data under the same columns, told apart by a column such as <c>phase</c>: each metric becomes one column a split.</summary>
internal static class RowKinds
{
    private static readonly HashSet<string> Names = new(["split", "phase", "mode", "set", "stage", "subset", "partition", "dataset", "type", "kind", "data", "step_type", "name", "tag"], StringComparer.Ordinal);

    public static LogTable Split(LogTable table, WordColumns words)
    {
        if (words.Named(Names) is not { } name) return table;
        string?[] splits = [.. words.Of(name).Select(Splits.Of)];
        return Array.TrueForAll(splits, s => s is not null) && splits.Contains("train") && splits.Contains("val")
            ? Split(table, splits!) with { Notes = [.. table.Notes, $"Rows were told apart by {name}."] }
            : splits.Distinct(StringComparer.Ordinal).ToArray() is ["train", "test"] or ["test", "train"] ? Split(table, splits!) : table;
    }

    /// <summary>The table with a column for every metric and split.</summary>
    public static LogTable Split(LogTable table, string[] splits)
    {
        var builder = new LogTableBuilder();
        for (int row = 0; row < table.RowCount; row++)
        {
            int at = builder.NewRow();
            foreach (LogColumn column in table.Columns)
            {
                if (!column.Has(row)) continue;
                bool isIndex = ColumnRoles.IsIndex(column.Name);
                builder.Set(at, isIndex ? column.Name : $"{splits[row]}_{column.Name}", column.Values[row]);
            }
        }

        return builder.Build(table.Format) with { Notes = table.Notes, RowsAreEpochs = false };
    }
}
