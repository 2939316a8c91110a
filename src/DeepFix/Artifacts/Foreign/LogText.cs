using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using DeepFix.Api;

namespace DeepFix.Artifacts.Foreign;

/// <summary>The text of a log, whatever its encoding and its line ends.</summary>
internal static class LogText
{
    private const int MaxBytes = 256 << 20;

    /// <summary>The bytes of a file, unpacked where they are gzip.</summary>
    /// <exception cref="DeepFixException">The file cannot be read, or is too large.</exception>
    public static byte[] Bytes(RunFile file, CancellationToken cancellationToken)
    {
        try
        {
            using Stream stream = file.Open();
            byte[] bytes = ReadAll(stream, file.Path, cancellationToken);
            if (bytes is not [0x1F, 0x8B, ..]) return bytes;
            using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return ReadAll(unpacked, file.Path, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw Unreadable(file.Path, "is gzip-compressed and damaged");
        }
    }

    /// <summary>Decodes UTF-8, UTF-16 and UTF-32 with or without a mark; anything else byte by byte, and says so. Line ends become \n.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, List<string> notes, string path)
    {
        string text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32.GetString(bytes[4..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ when Zeros(bytes, 1) => Encoding.Unicode.GetString(bytes),
            _ when Zeros(bytes, 0) => Encoding.BigEndianUnicode.GetString(bytes),
            _ when bytes.Contains((byte)0) => throw Unreadable(path, "is binary, not text"),
            _ when Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
            _ => NotUtf8(bytes, notes, path),
        };
        if (!text.Contains('\r', StringComparison.Ordinal)) return text;
        // A file written in text mode twice ends its lines with CR CR LF: no empty line stands between them.
        var lines = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\r')
            {
                lines.Append(text[i]);
                continue;
            }

            int end = i;
            while (end < text.Length && text[end] == '\r') end++;
            if (end < text.Length && text[end] == '\n') i = end;
            lines.Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>A failure to read a log at all.</summary>
    public static DeepFixException Unreadable(string path, string what)
        => new(ErrorCode.ArtifactNotFound, $"{path} {what}.", "Give a text log (CSV, JSON, JSON lines), a TensorBoard folder, or the folder of a run.");

    private static string NotUtf8(ReadOnlySpan<byte> bytes, List<string> notes, string path)
    {
        notes.Add($"{path} is not UTF-8; its numbers were read, names with other than ASCII letters may show wrong.");
        return Encoding.Latin1.GetString(bytes);
    }

    // ASCII text in UTF-16 without a mark: every second byte is zero.
    private static bool Zeros(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length < 8 || bytes.Length % 2 != 0) return false;
        int pairs = Math.Min(bytes.Length / 2, 200), zeros = 0;
        for (int i = 0; i < pairs; i++) zeros += bytes[(2 * i) + at] == 0 && bytes[(2 * i) + 1 - at] != 0 ? 1 : 0;
        return zeros > 0.9 * pairs;
    }

    private static byte[] ReadAll(Stream stream, string path, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        byte[] block = new byte[1 << 16];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = stream.Read(block);
            if (count == 0) return all.ToArray();
            all.Write(block, 0, count);
            if (all.Length > MaxBytes) throw Unreadable(path, FormattableString.Invariant($"is larger than {MaxBytes >> 20} MB"));
        }
    }
}
