using System.Globalization;
using System.Text;

namespace DeepFix.Reports;

/// <summary>Text that came from a run, made harmless for a terminal: no control, no direction mark, bounded.</summary>
public static class SafeText
{
    private const int MaxLength = 1000;
    private const int MaxParagraph = 2000;

    /// <summary>The whole text without control and direction characters; line ends become spaces.</summary>
    public static string Whole(string text) => IsSafe(text) ? text : Cleaned(text, int.MaxValue);

    /// <summary>A sentence or a few, without control and direction characters, cut at 2,000 characters.</summary>
    public static string Paragraph(string text) => Cleaned(text, MaxParagraph);

    /// <summary>One line without control and direction characters, cut at 1,000 characters.</summary>
    public static string Line(string text) => Cleaned(text, MaxLength);

    private static bool IsSafe(string text) => text.All(c => c is >= ' ' and <= '~');

    private static string Cleaned(string text, int maxLength)
    {
        var safe = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (safe.Length >= maxLength) return safe.Append('…').ToString();
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value is '\n' or '\t') safe.Append(' ');
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)) safe.Append(rune.ToString());
        }

        return safe.ToString();
    }
}
