using DeepFix.Reports;

namespace DeepFix.Server.Web;

/// <summary>Text that came from a run or another server.</summary>
internal static class ForeignText
{
    /// <summary>One line without control and direction characters, of so many characters at most; a dash where nothing is left.</summary>
    public static string Cut(string? text, int most = 160)
    {
        string line = SafeText.Line(text ?? "").Trim();
        if (line.Length == 0) return "–";
        if (line.Length <= most) return line;
        int end = char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1;
        return line[..end] + "…";
    }
}
