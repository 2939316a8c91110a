using DeepFix.Artifacts.Reading;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The words of a table's text columns, by row.</summary>
internal sealed class WordColumns(CsvTable csv, List<string> header, string[] lines, char delimiter)
{
    /// <summary>Names of the columns that hold text in most rows.</summary>
    public IEnumerable<string> Names => csv.Columns.Where(c => c.TextCells > csv.RowCount / 2).Select(c => c.Name);

    /// <summary>The first text column of some names; null where there is none.</summary>
    public string? Named(IReadOnlyCollection<string> names) => Names.FirstOrDefault(n => names.Contains(n.Trim().ToLowerInvariant(), StringComparer.Ordinal));

    /// <summary>The words of a column, one for every row; empty where a row has none.</summary>
    public string[] Of(string name)
    {
        int at = header.IndexOf(name);
        string[] words = new string[csv.RowCount];
        for (int r = 0; r < words.Length; r++)
        {
            List<string> cells = DelimitedText.Cells(lines[csv.Lines[r] - 1], delimiter);
            words[r] = at >= 0 && at < cells.Count ? cells[at] : "";
        }

        return words;
    }
}
