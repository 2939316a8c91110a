using System.Globalization;

namespace DeepFix.Verification.Raw;

/// <summary>A table of numbers, read line by line and cell by cell.</summary>
internal sealed class PlainCsv
{
    private static readonly string[] Nothing = ["", "na", "n/a", "<na>", "none", "null", "nil", "_", "-", "--", "?"];

    private PlainCsv(IReadOnlyList<string> names, IReadOnlyList<double?[]> rows) => (Names, Rows) = (names, rows);

    public IReadOnlyList<string> Names { get; }

    /// <summary>One array a row with a cell for each name; null = not logged. NaN and infinities are values.</summary>
    public IReadOnlyList<double?[]> Rows { get; }

    public static PlainCsv? Read(string text)
    {
        string[] lines = [.. text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Trim(' ', '\t', ',', ';').Length > 0)];
        if (lines.Length == 0) return null;
        string header = lines[0].TrimStart('#', ' ', '\t');
        char delimiter = header.Contains(',', StringComparison.Ordinal) ? ',' : header.Contains('\t', StringComparison.Ordinal) ? '\t' : header.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        List<string> names = Cells(header, delimiter);
        List<List<string>> rows = [.. lines.Skip(1).Where(l => l.Trim() != header.Trim()).Select(l => Cells(l, delimiter))];
        foreach (List<string> row in rows)
        {
            while (row.Count < names.Count) row.Add("");
        }

        List<int> columns = Columns(names, rows);
        var firsts = columns.Select((c, i) => (Column: c, Name: names[i])).Where(c => c.Name.Length > 0).DistinctBy(c => c.Name, StringComparer.Ordinal).ToList();
        return new PlainCsv([.. firsts.Select(f => f.Name)], [.. rows.Select(r => firsts.Select(f => Number(r[f.Column], delimiter == ';')).ToArray())]);
    }

    // Rows that are all longer than the header, by as many cells as columns are empty: the empty ones have no name.
    private static List<int> Columns(List<string> names, List<List<string>> rows)
    {
        List<int> plain = [.. Enumerable.Range(0, names.Count)];
        int more = rows.Count == 0 ? 0 : rows[0].Count - names.Count;
        if (more is < 1 or > 4 || rows.Exists(r => r.Count != rows[0].Count)) return plain;
        List<int> full = [.. Enumerable.Range(0, rows[0].Count).Where(c => rows.Exists(r => r[c].Length > 0))];
        return full.Count == names.Count ? full : plain;
    }

    private static List<string> Cells(string line, char delimiter)
    {
        List<string> cells = [];
        bool quoted = false;
        int start = 0;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != delimiter)) continue;
            string cell = line[start..i].Trim(' ', '\t', '\r');
            cells.Add(cell.Length > 1 && cell[0] == '"' && cell[^1] == '"' ? cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : cell);
            start = i + 1;
        }

        return cells;
    }

    private static double? Number(string cell, bool decimalComma)
    {
        string bare = decimalComma ? cell.Replace(',', '.') : cell;
        if (Nothing.Contains(bare.ToLowerInvariant(), StringComparer.Ordinal)) return null;
        switch (bare.ToLowerInvariant())
        {
            case "nan" or "+nan" or "-nan" or ".nan": return double.NaN;
            case "inf" or "+inf" or ".inf" or "infinity" or "+infinity": return double.PositiveInfinity;
            case "-inf" or "-.inf" or "-infinity": return double.NegativeInfinity;
        }

        return double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
    }
}
