using System.Globalization;

namespace DeepFix.Verification.Tests;

/// <summary>A number with one of its six digits changed, as it stands in a file.</summary>
internal static class OneDigit
{
    public static double Changed(double value, Random random)
    {
        while (true)
        {
            char[] text = value.ToString("R", CultureInfo.InvariantCulture).ToCharArray();
            int[] digits = [.. Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i]))];
            int at = digits[random.Next(digits.Length)];
            text[at] = (char)('0' + random.Next(10));
            double changed = double.Parse(text, CultureInfo.InvariantCulture);
            if (double.IsFinite(changed) && Significant.Round(changed) != value) return changed;
        }
    }
}
