namespace DeepFix.Artifacts.Reading;

/// <summary>The lines of a file, with bounded memory. A line break inside quotes does not end a line, where the quotes close within a few lines.</summary>
internal sealed class CsvLines(HashingReader source)
{
    private const int BlockBytes = 1 << 18;
    private const int MaxQuotedBytes = 1 << 16;
    private byte[] _buffer = new byte[BlockBytes];
    private int _start, _end, _lineBreaks;
    private bool _ended;
    private byte _break = (byte)'\n';

    /// <summary>Number of the line last given, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether reading ended at a line too long to be a row.</summary>
    public bool TooLong { get; private set; }

    /// <summary>First line with a quote that nothing closes; 0 = none.</summary>
    public int UnclosedQuote { get; private set; }

    /// <summary>The first bytes of the file; valid while the first line is.</summary>
    public ReadOnlySpan<byte> FirstBlock => _buffer.AsSpan(0, Math.Min(_end, 4096));

    public bool Next(out ReadOnlySpan<byte> line)
    {
        line = default;
        Number += 1 + _lineBreaks;
        _lineBreaks = 0;
        if (Number == 1) Begin();
        int length = Length();
        if (length < 0) return false;
        line = _buffer.AsSpan(_start, length);
        _start = Math.Min(_start + length + 1, _end);
        if (Number == 1) line = TextBytes.WithoutMark(line);
        return true;
    }

    private void Begin()
    {
        Fill();
        ReadOnlySpan<byte> block = _buffer.AsSpan(0, _end);
        if (!block.Contains((byte)'\n') && block.Contains((byte)'\r')) _break = (byte)'\r';
    }

    private int Length()
    {
        int from = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start + from, _end - _start - from);
            int at = rest.IndexOf(_break);
            if (at >= 0) return Quoted(from + at);
            if (_ended) return _end > _start ? _end - _start : -1;
            from = _end - _start;
            if (from > CsvReader.MaxLineBytes)
            {
                TooLong = true;
                return -1;
            }

            Fill();
        }
    }

    // The line up to the first break, or up to a later one where an odd number of quotes says that the first break stands inside a cell.
    private int Quoted(int length)
    {
        if (!IsOpen(_buffer.AsSpan(_start, length))) return length;
        int end = length, breaks = 0;
        bool open = true;
        while (end < MaxQuotedBytes)
        {
            int from = end + 1;
            while (_start + from >= _end && !_ended) Fill();
            if (_start + from >= _end) break;
            int next = _buffer.AsSpan(_start + from, _end - _start - from).IndexOf(_break);
            if (next < 0 && !_ended)
            {
                if (_end - _start > MaxQuotedBytes) break;
                Fill();
                continue;
            }

            end = next < 0 ? _end - _start : from + next;
            breaks++;
            open ^= IsOpen(_buffer.AsSpan(_start + from, end - from));
            if (open) continue;
            _lineBreaks = breaks;
            return end;
        }

        if (UnclosedQuote == 0) UnclosedQuote = Number;
        return length;
    }

    private static bool IsOpen(ReadOnlySpan<byte> line) => line.Count((byte)'"') % 2 == 1;

    private void Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        if (_buffer.Length - _end < BlockBytes / 2) Array.Resize(ref _buffer, _buffer.Length * 2);
        int wanted = _buffer.Length - _end;
        int got = source.Fill(_buffer.AsSpan(_end, wanted));
        _end += got;
        _ended = got < wanted;
    }
}
