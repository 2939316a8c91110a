using System.Globalization;

namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>Numbers as Python's <c>repr</c> prints them.</summary>
internal static class PythonFloat
{
    public static string Repr(double value)
    {
        if (double.IsNaN(value)) return "nan";
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        if (value == 0) return double.IsNegative(value) ? "-0.0" : "0.0";
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var exponent = Exponent(shortest);
        return (value < 0 ? "-" : "") + (exponent is < -4 or >= 16 ? Scientific(digits, exponent) : Fixed(digits, exponent));
    }

    private static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0];
        return string.Concat(mantissa.Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
    }

    private static int Exponent(string shortest)
    {
        var parts = shortest.Split('E');
        if (parts.Length == 2)
            return int.Parse(parts[1], CultureInfo.InvariantCulture);
        var point = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : parts[0].Length;
        var first = parts[0].AsSpan().IndexOfAnyInRange('1', '9');
        return first < point ? point - first - 1 : point - first;
    }

    private static string Scientific(string digits, int exponent) => string.Create(
        CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        var whole = digits.PadRight(exponent + 1, '0');
        return whole[..(exponent + 1)] + "." + (whole.Length > exponent + 1 ? whole[(exponent + 1)..] : "0");
    }
}
