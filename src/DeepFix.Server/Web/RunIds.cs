using DeepFix.Reports;

namespace DeepFix.Server.Web;

/// <summary>Ids of runs as people enter them: one field each, or many in one.</summary>
internal static class RunIds
{
    private static readonly char[] Separators = [' ', ',', ';', '\n', '\r', '\t'];

    /// <summary>Each id once, in the order given.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string?> values)
        => [.. values.SelectMany(v => (v ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(SafeText.Line).Distinct(StringComparer.Ordinal)];
}
