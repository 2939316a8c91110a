using System.Text;
using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>Reads CSV and its kin: comma, semicolon, tab, bar or blanks between the cells; one row an epoch, a step, or a split of the data.</summary>
internal static class DelimitedLog
{
    /// <summary>The table of a text; null where it is none.</summary>
    public static LogTable? Read(string path, string text, CancellationToken cancellationToken)
    {
        if (TurnedTable.Read(text) is { } turned) return turned;
        if (DelimitedText.Tidy(text) is not { } tidy) return null;
        (string[] lines, int header, char delimiter) = tidy;
        var log = new ReadLog(cancellationToken);
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        if (CsvReader.Read(new RunFile(path, bytes.Length, () => new MemoryStream(bytes)), log) is not { RowCount: > 0 } csv) return null;
        RequireAligned(path, csv, lines, header, delimiter);
        List<string> notes = [.. log.Faults.Select(f => f.ToString())];
        List<LogColumn> columns = [.. csv.Columns.Where(c => c.Logged > 0).Select(c => new LogColumn(c.Name, c.Values(csv.RowCount).ToArray()))];
        var words = new WordColumns(csv, DelimitedText.Cells(lines[header].TrimStart('#', ' '), delimiter), lines, delimiter);
        SeveralRuns.Refuse(path, columns, words);
        var table = new LogTable(LogFormats.OfColumns([.. csv.Columns.Select(c => c.Name)]), columns, csv.RowCount) { Notes = notes };
        return RowKinds.Split(KeyedRows.Unfold(table, words), words);
    }

    /// <summary>A cell too many in every row would be read under the wrong name, were it not that as many columns are empty.</summary>
    private static void RequireAligned(string path, CsvTable csv, string[] lines, int header, char delimiter)
    {
        int names = DelimitedText.Cells(lines[header].TrimStart('#', ' '), delimiter).Count, shifted = 0;
        foreach (int line in csv.Lines.AsSpan(0, csv.RowCount))
        {
            List<string> cells = DelimitedText.Cells(lines[line - 1], delimiter);
            while (cells.Count > names && cells[^1].Length == 0) cells.RemoveAt(cells.Count - 1);
            shifted += cells.Count > names && cells.Count(c => c.Length == 0) < cells.Count - names ? 1 : 0;
        }

        if (shifted > csv.RowCount / 2)
            throw LogText.Unreadable(path, FormattableString.Invariant($"has more cells in its rows than names in its header ({names}), so that no cell can be told by its name; write a name for every column"));
    }
}
