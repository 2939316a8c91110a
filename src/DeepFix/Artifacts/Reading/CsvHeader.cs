using System.Text;

namespace DeepFix.Artifacts.Reading;

/// <summary>The header of a table: its names, and how its cells are separated.</summary>
/// <param name="Names">Different names, in order.</param>
/// <param name="Positions">For every cell of a row the index of its name; -1 for a cell that is not read.</param>
/// <param name="Delimiter">What separates the cells.</param>
internal sealed record CsvHeader(IReadOnlyList<string> Names, int[] Positions, byte Delimiter)
{
    private const int MostUnnamed = 4;

    /// <summary>Columns at the end that have cells and no name.</summary>
    public int Unnamed { get; private init; }

    private byte[] Line { get; init; } = [];

    /// <summary>Reads a header line, or says why it is none.</summary>
    public static CsvHeader? Parse(string path, ReadOnlySpan<byte> line, int number, ReadLog log)
    {
        ReadOnlySpan<byte> text = line.TrimStart("# \t"u8);
        byte delimiter = DelimiterOf(text);
        List<string> names = [];
        List<int> positions = [];
        int numbers = 0;
        string? repeated = null;
        bool quoted = text.Contains((byte)'"');
        for (bool last = false; !last && positions.Count < CsvReader.MaxColumns;)
        {
            ReadOnlySpan<byte> cell = CsvCells.Take(ref text, delimiter, quoted, out last);
            numbers += NumberCell.Read(cell, decimalComma: false, out _) == CellKind.Number ? 1 : 0;
            string name = Encoding.UTF8.GetString(cell);
            bool isNew = name.Length > 0 && !names.Contains(name, StringComparer.Ordinal);
            if (name.Length > 0 && !isNew) repeated ??= name;
            positions.Add(isNew ? names.Count : -1);
            if (isNew) names.Add(name);
        }

        Complain(path, number, names, repeated, !text.IsEmpty, log);
        if (names.Count > 0 && numbers < names.Count) return new CsvHeader(names, [.. positions], delimiter) { Line = line.Trim(" \t\r"u8).ToArray() };
        log.Fault(path, number, "The first line holds no column names.", "Begin with a header line: step, epoch, train_loss, and what else was logged.");
        return null;
    }

    /// <summary>Whether a line is this header once more.</summary>
    public bool IsRepeatedBy(ReadOnlySpan<byte> line) => Line.Length > 0 && line.Length >= Line.Length && line[0] == Line[0] && line.Trim(" \t\r"u8).SequenceEqual(Line);

    /// <summary>The header with unnamed columns at its end for the cells that the first row has beyond it, where those are few.</summary>
    public CsvHeader WidenedTo(ReadOnlySpan<byte> row)
    {
        bool quoted = row.Contains((byte)'"'), last = false;
        int cells = 0;
        for (; !last && cells <= Positions.Length + MostUnnamed; cells++) CsvCells.Take(ref row, Delimiter, quoted, out last);
        int more = cells - Positions.Length;
        // Only where names and cells are one to one can they be moved.
        if (more is < 1 or > MostUnnamed || Names.Count != Positions.Length) return this;
        string[] unnamed = [.. Enumerable.Range(0, more).Select(i => FormattableString.Invariant($" unnamed {i}"))];
        return this with { Names = [.. Names, .. unnamed], Positions = [.. Positions, .. Enumerable.Range(Names.Count, more)], Unnamed = more };
    }

    /// <summary>What a row may end in without another cell.</summary>
    public static ReadOnlySpan<byte> Blank(byte delimiter) => delimiter switch
    {
        (byte)'\t' => " \t\r"u8,
        (byte)';' => " ;\r"u8,
        _ => " ,\r"u8,
    };

    private static void Complain(string path, int number, List<string> names, string? repeated, bool cut, ReadLog log)
    {
        if (cut) log.Fault(path, number, FormattableString.Invariant($"Only the first {CsvReader.MaxColumns} columns were read."), "Log fewer columns.");
        if (repeated is not null) log.Fault(path, number, $"The column {Shown(repeated)} stands there twice; the first was read.", "Give every column a name of its own.");
        if (names.Exists(n => n.Contains('\uFFFD', StringComparison.Ordinal)))
            log.Fault(path, number, "The column names are not UTF-8.", "Write the file as UTF-8.");
    }

    private static string Shown(string name) => name.Length > 60 ? name[..60] + "…" : name;

    private static byte DelimiterOf(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)',')) return (byte)',';
        if (line.Contains((byte)'\t')) return (byte)'\t';
        return line.Contains((byte)';') ? (byte)';' : (byte)',';
    }
}
