namespace DeepFix.Artifacts.Reading;

/// <summary>Takes the cells of a line one after another.</summary>
internal static class CsvCells
{
    /// <summary>The next cell, without blanks and quotes around it; the line then begins after its delimiter.</summary>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> line, byte delimiter, bool mayBeQuoted, out bool last)
    {
        if (mayBeQuoted && TakeQuoted(ref line, delimiter, out ReadOnlySpan<byte> quoted, out last)) return quoted;
        int end = line.IndexOf(delimiter);
        last = end < 0;
        ReadOnlySpan<byte> cell = last ? line : line[..end];
        line = last ? [] : line[(end + 1)..];
        return Trim(cell);
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
    {
        int start = 0, end = cell.Length;
        while (start < end && cell[start] is (byte)' ' or (byte)'\t' or (byte)'\r') start++;
        while (end > start && cell[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r') end--;
        return cell[start..end];
    }

    private static bool TakeQuoted(ref ReadOnlySpan<byte> line, byte delimiter, out ReadOnlySpan<byte> cell, out bool last)
    {
        cell = default;
        last = false;
        int start = line.IndexOfAnyExcept((byte)' ');
        if (start < 0 || line[start] != (byte)'"') return false;
        int close = start + 1;
        while (true)
        {
            int quote = line[close..].IndexOf((byte)'"');
            if (quote < 0) return false;
            close += quote;
            if (close + 1 >= line.Length || line[close + 1] != (byte)'"') break;
            close += 2;
        }

        cell = Trim(line[(start + 1)..close]);
        ReadOnlySpan<byte> rest = line[(close + 1)..];
        int end = rest.IndexOf(delimiter);
        last = end < 0;
        line = last ? [] : rest[(end + 1)..];
        return true;
    }
}
