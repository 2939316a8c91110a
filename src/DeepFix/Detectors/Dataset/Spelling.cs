using System.Globalization;

namespace DeepFix.Detectors.Dataset;

/// <summary>What a cell of text says, apart from how it is written.</summary>
internal static class Spelling
{
    private static readonly HashSet<string> Missing = new(StringComparer.OrdinalIgnoreCase) { "", "na", "n/a", "nan", "null", "none", "nil", "missing", "<na>", "#n/a", "nat" };

    /// <summary>Letters and digits in lower case: equal for variants of one spelling.</summary>
    public static string Of(string value) => string.Concat(value.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Whether the cell is one of the usual ways to write that nothing is there.</summary>
    public static bool MeansMissing(string value) => Missing.Contains(value.Trim());

    /// <summary>Whether the cell holds characters but no letter and no digit.</summary>
    public static bool IsOnlySpecial(string value) => !string.IsNullOrWhiteSpace(value) && !value.Any(char.IsLetterOrDigit);

    /// <summary>Whether the cell is a number: its sign and point are then no punctuation.</summary>
    public static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
