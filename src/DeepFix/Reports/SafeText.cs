using System.Globalization;
using System.Text;

namespace DeepFix.Reports;

/// <summary>Text that came from a run, made harmless for a terminal: no control, no direction mark, bounded.</summary>
public static class SafeText
{
    private const int MaxLength = 1000;

    /// <summary>One line without control and direction characters, cut at 1,000 characters.</summary>
    public static string Line(string text)
    {
        var safe = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (safe.Length >= MaxLength) return safe.Append('…').ToString();
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\t') safe.Append(' ');
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)) safe.Append(rune.ToString());
        }

        return safe.ToString();
    }
}
