using System.Globalization;

namespace DeepFix.Verification.Raw;

/// <summary>Numbers as YAML, JSON and Python write them.</summary>
internal static class Numerals
{
    /// <summary>The number that a text says; null where it says none.</summary>
    public static double? Read(string text)
    {
        string bare = text.Trim();
        switch (bare.ToLowerInvariant())
        {
            case "nan" or ".nan": return double.NaN;
            case "inf" or "+inf" or ".inf" or "+.inf" or "infinity" or "+infinity": return double.PositiveInfinity;
            case "-inf" or "-.inf" or "-infinity": return double.NegativeInfinity;
        }

        if (!bare.Any(char.IsAsciiDigit)) return null;
        if (double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return number;
        bool isGrouped = bare.Contains('_', StringComparison.Ordinal) && bare.Length < 40 && bare[0] != '_';
        return isGrouped && double.TryParse(bare.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number : null;
    }
}
