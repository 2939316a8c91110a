using System.Text.RegularExpressions;

namespace DeepFix.Artifacts.Foreign;

/// <summary>
/// The lines of a delimited text made alike, line by line so that line numbers stay: what stands before the header is blanked, separators that are no
/// comma, semicolon or tab become tabs, a column without a name gets one, and numbers lose what is written around them.
/// </summary>
internal static partial class DelimitedText
{
    /// <summary>The name that pandas gives to a column without one.</summary>
    public const string Unnamed = "Unnamed: 0";

    private const int MaxPreamble = 30;
    private static readonly char[] Delimiters = ['\t', ';', ',', '|', ' '];

    /// <summary>The lines with the header first; null where no header can be told. The delimiter is a comma, a semicolon or a tab.</summary>
    public static (string[] Lines, int Header, char Delimiter)? Tidy(string text)
    {
        string[] lines = text.Split('\n');
        (int header, char delimiter) = HeaderAt(lines);
        if (header < 0) return null;
        for (int i = 0; i < header; i++) lines[i] = "";
        if (delimiter is '|' or ' ') Retab(lines, header, ref delimiter);
        for (int i = header + 1; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().IndexOfAny("%([") >= 0) lines[i] = Plain(lines[i]);
        }

        NameIndex(lines, header, delimiter);
        return (lines, header, delimiter);
    }

    /// <summary>The cells of a line, without blanks and quotes around them.</summary>
    public static List<string> Cells(string line, char delimiter)
    {
        if (!line.Contains('"', StringComparison.Ordinal)) return [.. line.Split(delimiter).Select(c => c.Trim())];
        List<string> cells = [];
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && line[i] == '"') quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != delimiter)) continue;
            cells.Add(line[start..i].Trim().Trim('"').Trim());
            start = i + 1;
        }

        return cells;
    }

    // The first line that is no number and has as many cells as the line below it, or one to four fewer.
    private static (int Line, char Delimiter) HeaderAt(string[] lines)
    {
        int[] filled = [.. Enumerable.Range(0, lines.Length).Where(i => !string.IsNullOrWhiteSpace(lines[i])).Take(MaxPreamble)];
        for (int f = 0; f < filled.Length; f++)
        {
            string line = lines[filled[f]];
            if (line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)) continue;
            string[] below = [.. filled.Skip(f + 1).Take(5).Select(i => lines[i])];
            foreach (char delimiter in Delimiters)
            {
                int cells = Count(line, delimiter);
                if (cells < 2 || below.Length == 0 || IsNumeric(line, delimiter)) continue;
                int next = Count(below[0], delimiter);
                bool isRule = delimiter == '|' && below[0].AsSpan().IndexOfAnyExcept("|-: ") < 0;
                if (isRule || (next >= cells && next <= cells + 4 && HasNumber(below[0], delimiter))) return (filled[f], delimiter);
            }

            if (below.Length > 0 && !IsNumber(line) && IsNumber(below[0]) && !line.Trim().Contains(' ', StringComparison.Ordinal)) return (filled[f], ',');
        }

        return (-1, ',');
    }

    private static int Count(string line, char delimiter) => delimiter switch
    {
        ' ' => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
        '|' => Cells(line.Trim().Trim('|'), '|').Count,
        _ => Cells(line, delimiter).Count,
    };

    private static bool IsNumeric(string line, char delimiter)
        => (delimiter == ' ' ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [.. Cells(line, delimiter)]).All(c => c.Length == 0 || IsNumber(c));

    private static bool HasNumber(string line, char delimiter)
        => (delimiter == ' ' ? line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [.. Cells(line, delimiter)]).Any(IsNumber);

    private static bool IsNumber(string cell) => Reading.Scalars.TryNumber(Plain(cell).Replace(',', '.'), out _);

    private static void Retab(string[] lines, int header, ref char delimiter)
    {
        for (int i = header; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            lines[i] = delimiter == ' ' ? string.Join('\t', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                : line.AsSpan().IndexOfAnyExcept("|-: ") < 0 ? "" : string.Join('\t', Cells(line.Trim('|'), '|'));
        }

        delimiter = '\t';
    }

    // pandas leaves the name of an index empty, and R leaves out its cell altogether: then every row has one cell more, its number or its name first.
    private static void NameIndex(string[] lines, int header, char delimiter)
    {
        List<string> names = Cells(lines[header].TrimStart('#', ' '), delimiter);
        if (names[0].Length == 0)
        {
            lines[header] = Unnamed + lines[header].TrimStart('#', ' ', '"');
            return;
        }

        List<List<string>> rows = [.. lines.Skip(header + 1).Where(l => !string.IsNullOrWhiteSpace(l)).Take(200).Select(l => Cells(l, delimiter))];
        if (rows.Count < 2 || !rows.TrueForAll(r => r.Count == names.Count + 1)) return;
        if (Enumerable.Range(0, names.Count + 1).Any(c => rows.TrueForAll(r => r[c].Length == 0))) return;
        bool counts = rows.Select((r, i) => r[0] == Invariant(i) || r[0] == Invariant(i + 1)).All(c => c);
        if (counts || rows.TrueForAll(r => !IsNumber(r[0]))) lines[header] = Unnamed + delimiter + lines[header];
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>tensor(0.54, device='cuda:0'), np.float64(0.54), [0.54] and 54% as the numbers in them.</summary>
    private static string Plain(string line)
    {
        if (line.Contains('(', StringComparison.Ordinal)) line = Wrapped().Replace(line, "${number}");
        if (line.Contains('[', StringComparison.Ordinal)) line = Boxed().Replace(line, "${number}");
        return line.Contains('%', StringComparison.Ordinal) ? Percent().Replace(line, "${number}") : line;
    }

    [GeneratedRegex("""(?:tensor|np\.float\d+|float\d*)\(\[?\s*(?<number>[-+0-9.einfa]+)\s*\]?(?:,[^)]*)?\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Wrapped();

    [GeneratedRegex("""\[\s*(?<number>[-+]?[0-9.]+(?:e[-+]?[0-9]+)?)\s*\]""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Boxed();

    [GeneratedRegex("""(?<number>[0-9.])\s?%""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Percent();
}
