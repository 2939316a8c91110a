namespace DeepFix.Artifacts.Foreign;

/// <summary>A log as a table of numbers, whatever its format.</summary>
/// <param name="Format">The format, as its users call it.</param>
/// <param name="Columns">Columns with different names, in the order of the log.</param>
/// <param name="RowCount">Rows.</param>
internal sealed record LogTable(string Format, IReadOnlyList<LogColumn> Columns, int RowCount)
{
    /// <summary>Whether the format writes one row an epoch, so that rows without an epoch are counted as such.</summary>
    public bool RowsAreEpochs { get; init; }

    /// <summary>What was odd about the log, in sentences for the user.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Settings that stand in the log itself.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public LogColumn? Find(string name) => Columns.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal));
}
