namespace DeepFix.Artifacts.Foreign;

/// <summary>How a log was read, in sentences for the user.</summary>
internal static class ReadingNotes
{
    private static readonly string[] First = ["train_loss", "val_loss", "train_accuracy", "val_accuracy"];

    public static string Format(ForeignSource source, LogTable table, LogRows rows)
    {
        string grouped = rows.IsGrouped ? FormattableString.Invariant($"{table.RowCount} rows put together to {rows.Groups.Count}, one an {rows.Unit}") : FormattableString.Invariant($"{rows.Groups.Count} rows");
        string sessions = rows.SessionCount > 1 ? FormattableString.Invariant($"; {rows.SessionCount} sessions, since its {(rows.HasSteps ? "steps" : "epochs")} go back") : "";
        return $"Read as {table.Format}: {source.Name}, {grouped}{sessions} (below, metrics.csv).";
    }

    public static string Columns(ColumnRoles roles, LogRows rows)
    {
        List<string> taken = [.. roles.ByRole.Keys.OrderBy(Rank).ThenBy(r => r, StringComparer.Ordinal).Select(r => r == roles.Source(r) ? r : $"{r} = {roles.Source(r)}")];
        if (!rows.HasEpochs && !rows.HasSteps) taken.Add("epoch = the row's number");
        string[] missing = [.. ((string[])["train_loss", "val_loss"]).Where(r => !roles.ByRole.ContainsKey(r))];
        return $"Columns (correct with --map METRIC=COLUMN): {string.Join("; ", taken)}.{(missing.Length == 0 ? "" : $" Not found: {string.Join(", ", missing)}.")}";
    }

    public static IEnumerable<string> Undecided(ColumnRoles roles)
        => roles.Undecided.Select(u => $"{u.Key}_loss was not chosen among {ColumnMap.Listed(u.Value)}: say --map {u.Key}_loss=COLUMN.");

    private static int Rank(string role) => Array.IndexOf(First, role) is var at and >= 0 ? at : First.Length;
}
