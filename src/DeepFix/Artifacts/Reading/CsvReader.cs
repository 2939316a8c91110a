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
    private (int Count, int Line) _short, _long, _repeated;

    private CsvReader(RunFile file, CsvHeader header, ReadLog log, int rowBytes)
    {
        (_file, _header, _log) = (file, header, log);
        _maxRows = Math.Min(MaxRows, MaxCells / header.Names.Count);
        // Room for as many rows as the size suggests, so that columns are not copied as they grow.
        int capacity = (int)Math.Clamp((file.Size / Math.Max(rowBytes - 4, 2)) + 16, 16, Math.Min(_maxRows, 1 << 17));
        _columns = [.. header.Names.Select(n => new CsvColumn(n, capacity))];
        _lines = new int[capacity];
    }

    /// <summary>The table of a file; null and a fault where there is none in it.</summary>
    public static CsvTable? Read(RunFile file, ReadLog log)
    {
        using HashingReader? source = HashingReader.Open(file, log);
        if (source is null) return null;
        var lines = new CsvLines(source);
        CsvHeader? header = null;
        CsvReader? reader = null;
        while (lines.Next(out ReadOnlySpan<byte> line))
        {
            if (lines.Number == 1 && TextBytes.NotText(lines.FirstBlock) is { } problem)
            {
                log.Fault(file.Path, null, problem, "Write it as comma-separated UTF-8 text with one header line.");
                return null;
            }

            if (line.Trim(" \t\r,;"u8).IsEmpty) continue;
            if (header is null)
            {
                header = CsvHeader.Parse(file.Path, line, lines.Number, log);
                if (header is null) return null;
                continue;
            }

            reader ??= new CsvReader(file, header.WidenedTo(line), log, line.Length);
            if (!reader.Row(line, lines.Number)) break;
        }

        if (lines.TooLong) log.Fault(file.Path, lines.Number, "The line is longer than 1 MB; reading ended there.", "Write one row a line, cells separated by commas.");
        else if (header is null) log.Fault(file.Path, null, "The file is empty.", "Log a header line with step, epoch and train_loss, then one row an epoch.");
        if (lines.UnclosedQuote > 0) log.Fault(file.Path, lines.UnclosedQuote, "The line opens a quote that nothing closes.", "Close it, or write the cell without quotes.");
        return header is null ? null : (reader ?? new CsvReader(file, header, log, 16)).Finish();
    }

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
                _columns[target].Set(_rows, kind, value, number, cell.IsEmpty);
            }

            column++;
            if (last) break;
            if (column < _header.Positions.Length) continue;
            if (!line.Trim(CsvHeader.Blank(_header.Delimiter)).IsEmpty) Note(ref _long, number);
            return;
        }

        if (column >= _header.Positions.Length) return;
        Note(ref _short, number);
        for (; column < _header.Positions.Length; column++)
        {
            if (_header.Positions[column] is >= 0 and var target) _columns[target].Set(_rows, CellKind.Missing, 0, number, isBlank: true);
        }
    }

    private CsvTable Finish()
    {
        IReadOnlyList<CsvColumn> columns = _header.Unnamed == 0 ? _columns : Aligned();
        Say(_short, "has fewer cells than the header", "The cells that lack count as not logged; write a cell for every column.");
        Say(_long, "has more cells than the header", "The cells beyond were not read, and those before may stand in the wrong column; write a header for every column.");
        Say(_repeated, "repeats the header: several sessions were appended to one file", "Write each session to a file of its own.");
        return new CsvTable(_file.Path, columns, _rows, _lines);
    }

    // flair writes an empty cell that its header lacks: where every row is that much longer than the header, and just as many columns are empty, those are left out.
    private IReadOnlyList<CsvColumn> Aligned()
    {
        CsvColumn[] full = [.. _columns.Where(c => !c.IsBlank)];
        int named = _columns.Length - _header.Unnamed;
        if (Array.TrueForAll(_columns[named..], c => c.IsBlank)) return _columns[..named];
        if (_short.Count == 0 && _long.Count == 0 && full.Length == named)
        {
            _log.Fault(_file.Path, _lines[0], "The rows have more cells than the header, and as many columns are empty; the cells after those were read under the name one to the left.", "Write a header for every column.");
            return [.. full.Select((c, i) => c.Renamed(_header.Names[i]))];
        }

        Note(ref _long, _lines[0]);
        return _columns[..named];
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
