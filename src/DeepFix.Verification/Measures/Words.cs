using System.Globalization;

namespace DeepFix.Verification.Measures;

/// <summary>What the values of a text column are.</summary>
internal static class Words
{
    private static readonly string[] Missing = ["", "na", "n/a", "nan", "null", "none", "nil", "missing", "<na>", "#n/a", "nat"];

    /// <summary>Whether a value only says that there is none.</summary>
    public static bool MeansMissing(string value) => Missing.Contains(value.Trim().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>Letters and digits alone, lower case: equal for two spellings of one value.</summary>
    public static string Bare(string value) => string.Concat(value.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    public static bool IsSpecialOnly(string value) => !string.IsNullOrWhiteSpace(value) && !value.Any(char.IsLetterOrDigit);

    public static bool IsNumber(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
