using System.Globalization;

namespace DeepFix.Artifacts.Reading;

/// <summary>Scalars as Python, YAML and JSON write them.</summary>
internal static class Scalars
{
    public static bool TryNumber(string text, out double value)
    {
        string trimmed = text.Trim();
        if (double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsNumeral(trimmed)) return true;
        value = trimmed.ToLowerInvariant() switch
        {
            "nan" or ".nan" => double.NaN,
            "inf" or "+inf" or ".inf" or "+.inf" or "infinity" or "+infinity" => double.PositiveInfinity,
            "-inf" or "-.inf" or "-infinity" => double.NegativeInfinity,
            var other => Grouped(other),
        };
        return !double.IsNaN(value) || trimmed.EndsWith("nan", StringComparison.OrdinalIgnoreCase);
    }

    public static bool? Truth(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    /// <summary>Whether a scalar says that there is nothing.</summary>
    public static bool IsNone(string text) => text.Trim().ToLowerInvariant() is "" or "none" or "null" or "~" or "nan" or "n/a" or "na";

    /// <summary>The value of a Python repr: quotes taken off, <c>&lt;class 'torch.optim.adam.Adam'&gt;</c> as Adam.</summary>
    public static string Unquoted(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith("<class '", StringComparison.Ordinal) && trimmed.EndsWith("'>", StringComparison.Ordinal)) trimmed = trimmed[8..^2];
        if (trimmed.Length >= 2 && trimmed[0] is '\'' or '"' && trimmed[^1] == trimmed[0]) trimmed = trimmed[1..^1];
        return trimmed;
    }

    // .NET reads "Infinity" and "NaN" by itself, in its own spelling only; those go the way of all other spellings.
    private static bool IsNumeral(string text) => text.AsSpan().ContainsAnyInRange('0', '9');

    // YAML and Python both allow 1_000.
    private static double Grouped(string text)
        => text.Contains('_', StringComparison.Ordinal) && text.Length < 40 && text[0] != '_'
            && double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
