using System.Globalization;

namespace DeepFix;

/// <summary>The one place where numbers of a result are rounded: to six significant digits, so that a result has the same bytes on every machine.</summary>
public static class Significant
{
    /// <summary>Rounds to six significant digits. NaN and infinities stay as they are; negative zero becomes zero.</summary>
    public static double Round(double value)
    {
        if (!double.IsFinite(value) || value == 0) return double.IsFinite(value) ? 0 : value;
        return double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>A number for people: at most <paramref name="digits"/> significant digits, invariant culture, no exponent between 0.0001 and 1,000,000.</summary>
    public static string Text(double value, int digits = 4)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
        double magnitude = Math.Abs(value);
        if (magnitude >= 1e6 || (magnitude < 1e-4 && value != 0)) return value.ToString("G" + digits, CultureInfo.InvariantCulture).Replace('E', 'e');
        if (magnitude >= Math.Pow(10, digits)) return Math.Round(value).ToString("0", CultureInfo.InvariantCulture);
        return value.ToString("G" + digits, CultureInfo.InvariantCulture) is var text && text.Contains('E', StringComparison.Ordinal)
            ? ((decimal)value).ToString("0.############", CultureInfo.InvariantCulture)
            : text;
    }
}
