using System.Text;
using System.Text.Unicode;

namespace DeepFix.Artifacts.Reading;

/// <summary>Tells text that we read from bytes that only look like a file of ours.</summary>
internal static class TextBytes
{
    /// <summary>What the bytes are instead of UTF-8 text, in a sentence; null where they are text.</summary>
    public static string? NotText(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "The file is UTF-16 text, not UTF-8.",
        [0x1F, 0x8B, ..] => "The file is gzip-compressed, not text.",
        [(byte)'P', (byte)'K', 3, 4, ..] => "The file is a zip archive, not text.",
        _ when bytes.Contains((byte)0) => LooksLikeUtf16(bytes) ? "The file is UTF-16 text, not UTF-8." : "The file is binary, not text.",
        _ => null,
    };

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;

    /// <summary>The text of a YAML or JSON file, or null and a fault.</summary>
    public static string? Decode(string path, ReadOnlySpan<byte> bytes, ReadLog log)
    {
        string? problem = NotText(bytes) ?? (Utf8.IsValid(bytes) ? null : "The file is not UTF-8 text.");
        if (problem is null) return Encoding.UTF8.GetString(WithoutMark(bytes));
        log.Fault(path, null, problem, "Write it as UTF-8 text.");
        return null;
    }

    private static bool LooksLikeUtf16(ReadOnlySpan<byte> bytes)
    {
        int pairs = Math.Min(bytes.Length, 200) / 2, zeros = 0;
        for (int i = 0; i < pairs; i++) zeros += (bytes[2 * i] == 0) != (bytes[(2 * i) + 1] == 0) ? 1 : 0;
        return pairs > 1 && zeros > 0.9 * pairs;
    }
}
