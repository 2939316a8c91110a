namespace DeepFix.Artifacts.Reading;

/// <summary>Reads a table of numbers from CSV: over bytes, in one pass, with bounded memory, and with a fault for whatever it had to leave out.</summary>
internal sealed class CsvReader
{
    public const int MaxRows = 1_000_000;
    public const int MaxColumns = 2_000;
    public const int MaxLineBytes = 1 << 20;
    private const int MaxCells = 40_000_000;
    private readonly RunFile _file;
    private readonly ReadLog _log;
    private readonly CsvHeader _header;
    private readonly CsvColumn[] _columns;
    private readonly int _maxRows;
    private int[] _lines;
    private int _rows;
    private (int Count, int Line) _short, _long, _repeated, _unclosed;

    private CsvReader(RunFile file, CsvHeader header, ReadLog log, int capacity)
    {
        (_file, _header, _log) = (file, header, log);
        _maxRows = Math.Min(MaxRows, MaxCells / header.Names.Count);
        _columns = [.. header.Names.Select(n => new CsvColumn(n, Math.Min(capacity, _maxRows)))];
        _lines = new int[Math.Max(Math.Min(capacity, _maxRows), 16)];
    }

    /// <summary>The table of a file; null and a fault where there is none in it.</summary>
    public static CsvTable? Read(RunFile file, ReadLog log)
    {
        using HashingReader? source = HashingReader.Open(file, log);
        if (source is null) return null;
        var lines = new CsvLines(source);
        CsvReader? reader = null;
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (lines.Number == 1 && TextBytes.NotText(lines.FirstBlock) is { } problem)
            {
                log.Fault(file.Path, null, problem, "Write it as comma-separated UTF-8 text with one header line.");
                return null;
            }

            if (line.Trim(" \t\r,;"u8).IsEmpty) continue;
            if (reader is null)
            {
                if (CsvHeader.Parse(file.Path, line, lines.Number, log) is not { } header) return null;
                reader = new CsvReader(file, header, log, Estimate(file.Size, line.Length, header.Names.Count));
            }
            else if (!reader.Row(line, lines.Number))
            {
                break;
            }
        }

        if (lines.TooLong) log.Fault(file.Path, lines.Number, "The line is longer than 1 MB; reading ended there.", "Write one row a line, cells separated by commas.");
        if (reader is null && !lines.TooLong) log.Fault(file.Path, null, "The file is empty.", "Log a header line with step, epoch and train_loss, then one row an epoch.");
        return reader?.Finish(lines.UnclosedQuote);
    }

    // Room for as many rows as the size suggests, so that columns are not copied as they grow.
    private static int Estimate(long size, int headerLength, int columns)
        => (int)Math.Clamp(size / Math.Max(Math.Max(headerLength / 2, columns * 2), 8) + 1, 16, 1 << 17);

    private bool Row(ReadOnlySpan<byte> line, int number)
    {
        if (_rows % 8192 == 0) _log.CancellationToken.ThrowIfCancellationRequested();
        if (_header.IsRepeatedBy(line))
        {
            Note(ref _repeated, number);
            return true;
        }

        if (_rows >= _maxRows)
        {
            _log.Fault(_file.Path, number, FormattableString.Invariant($"Only the first {_maxRows} rows were read."), "Log one row an epoch, or every so many steps.");
            return false;
        }

        if (_rows >= _lines.Length) Array.Resize(ref _lines, Math.Min(_lines.Length * 2, _maxRows));
        _lines[_rows] = number;
        Cells(line, number);
        _rows++;
        return true;
    }

    private void Cells(ReadOnlySpan<byte> line, int number)
    {
        int column = 0;
        bool comma = _header.Delimiter == (byte)';';
        bool quoted = line.Contains((byte)'"');
        while (true)
        {
            ReadOnlySpan<byte> cell = CsvCells.Take(ref line, _header.Delimiter, quoted, out bool last);
            int target = column < _header.Positions.Length ? _header.Positions[column] : -1;
            if (target >= 0)
            {
                CellKind kind = NumberCell.Read(cell, comma, out double value);
                _columns[target].Set(_rows, kind, value, number);
            }

            column++;
            if (last) break;
            if (column >= _header.Positions.Length && line.Trim(Trimmed(_header.Delimiter)).IsEmpty) break;
        }

        if (column > _header.Positions.Length) Note(ref _long, number);
        if (column >= _header.Positions.Length) return;
        Note(ref _short, number);
        for (; column < _header.Positions.Length; column++)
        {
            if (_header.Positions[column] is >= 0 and var target) _columns[target].Set(_rows, CellKind.Missing, 0, number);
        }
    }

    private static ReadOnlySpan<byte> Trimmed(byte delimiter) => delimiter switch
    {
        (byte)'\t' => " \t\r"u8,
        (byte)';' => " ;\r"u8,
        _ => " ,\r"u8,
    };

    private CsvTable Finish(int unclosedQuoteLine)
    {
        if (unclosedQuoteLine > 0) Note(ref _unclosed, unclosedQuoteLine);
        Say(_short, "has fewer cells than the header", "The cells that lack count as not logged; write a cell for every column.");
        Say(_long, "has more cells than the header", "The cells beyond were not read, and those before may stand in the wrong column; write a header for every column.");
        Say(_repeated, "repeats the header: several sessions were appended to one file", "Write each session to a file of its own.");
        Say(_unclosed, "opens a quote that nothing closes", "Close it, or write the cell without quotes.");
        return new CsvTable(_file.Path, _columns, _rows, _lines);
    }

    private void Say((int Count, int Line) what, string problem, string remedy)
    {
        if (what.Count == 0) return;
        string others = what.Count == 1 ? "" : FormattableString.Invariant($" ({what.Count} such lines)");
        _log.Fault(_file.Path, what.Line, $"The line {problem}{others}.", remedy);
    }

    private static void Note(ref (int Count, int Line) what, int line)
    {
        if (what.Count++ == 0) what.Line = line;
    }
}
