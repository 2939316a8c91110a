using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DeepFix.Knowledge;

namespace DeepFix.Server.Narration;

/// <summary>Decides whether a model's words may stand in place of a computed text: they may say it otherwise, and nothing else. What is in doubt is refused: the computed text is always there.</summary>
internal static partial class NarrationGuard
{
    /// <summary>Characters at most, and how much longer than the computed text.</summary>
    private const int MostCharacters = 1_200, Longer = 120;

    private const double MostTimesLonger = 1.8;

    /// <summary>Share of the words with a meaning that must come from the computed text.</summary>
    private const double LeastShared = 0.5;

    private const int LeastWord = 4, Stem = 5;

    private static readonly HashSet<string> Negations = new(StringComparer.OrdinalIgnoreCase) { "not", "no", "never", "none", "nothing", "neither", "nor", "without", "cannot", "unlikely", "hardly", "dont", "doesnt", "isnt", "wasnt", "arent", "wont", "cant", "didnt" };

    private static readonly HashSet<string> NumberWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
        "hundred", "hundreds", "thousand", "thousands", "million", "billion", "dozen", "half", "halve", "halved", "halves", "quarter", "third", "double", "doubled", "doubles", "twice", "triple", "tripled", "thrice", "tenfold",
    };

    private static readonly Lazy<string[]> Names = new(static () => [.. Vocabulary.All.SelectMany(c => new[] { c.Code, c.Code.Replace('_', ' '), CodePages.TitleOf(c.Code) }).Concat(Vocabulary.AllActions.Keys).Distinct(StringComparer.OrdinalIgnoreCase)]);

    /// <summary>What is wrong with a model's words; null where they may stand.</summary>
    /// <param name="computed">The computed text.</param>
    /// <param name="words">The model's words.</param>
    public static string? Fault(string computed, string words)
    {
        if (string.IsNullOrWhiteSpace(words)) return "it is empty";
        if (words.Length > MostCharacters || words.Length > (MostTimesLonger * computed.Length) + Longer) return "it is too long";
        if (words.EnumerateRunes().Any(r => IsForeign(r, computed))) return "it holds markup or characters that are no text";
        if (Link().Matches(words).Any(m => !computed.Contains(m.Value, StringComparison.Ordinal))) return "it holds a link";
        if (!IsWithin(Numbers(words), Numbers(computed))) return "it holds a number that was not computed, or in another order";
        if (NamedIn(words).Except(NamedIn(computed), StringComparer.OrdinalIgnoreCase).Any()) return "it names what was not found";
        if (NamedIn(computed).Except(NamedIn(words), StringComparer.OrdinalIgnoreCase).Any()) return "it leaves out what was found";
        if (Codes(words).Except(Codes(computed), StringComparer.Ordinal).Any()) return "it holds a code that was not computed";
        if (Words(words).Count(Negations.Contains) != Words(computed).Count(Negations.Contains)) return "it affirms or denies something else";
        return Shared(computed, words) < LeastShared ? "it says something else" : null;
    }

    // Digits and letters that stand for numbers elsewhere than in ASCII are refused: nobody would check them.
    private static bool IsForeign(Rune rune, string computed) => rune switch
    {
        { IsAscii: true } => rune.Value < ' ' || rune.Value == 127 || ("<>[]{}|`*#~\\@^".Contains((char)rune.Value, StringComparison.Ordinal) && !computed.Contains((char)rune.Value, StringComparison.Ordinal)),
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.DashPunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation) && !computed.Contains(rune.ToString(), StringComparison.Ordinal),
    };

    /// <summary>Everything with a digit in it, in the order in which it stands: numbers by their value, thousands and percent read; anything else as it is written.</summary>
    internal static IReadOnlyList<string> Numbers(string text)
    {
        List<string> found = [];
        foreach (Match match in WithDigit().Matches(text))
        {
            string token = match.Groups["token"].Value.TrimEnd('.', ',', '-');
            found.Add(Value(token) is { } value ? (match.Groups["percent"].Success ? value / 100 : value).ToString("G10", CultureInfo.InvariantCulture) : token + match.Groups["percent"].Value.Trim());
        }

        found.AddRange(Words(text).Where(NumberWords.Contains).Select(w => w.ToLowerInvariant()));
        return found;
    }

    private static double? Value(string token)
    {
        string plain = Thousands().IsMatch(token) ? token.Replace(",", "", StringComparison.Ordinal) : token;
        return double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    /// <summary>Whether all of some stand in others, in the same order.</summary>
    private static bool IsWithin(IReadOnlyList<string> some, IReadOnlyList<string> others)
    {
        int at = 0;
        foreach (string one in some)
        {
            while (at < others.Count && others[at] != one) at++;
            if (at++ >= others.Count) return false;
        }

        return true;
    }

    private static string[] NamedIn(string text)
    {
        // Quotes of a longer name are not also quotes of the shorter one within.
        string left = text;
        List<string> named = [];
        foreach (string name in Names.Value.OrderByDescending(n => n.Length))
        {
            if (!left.Contains(name, StringComparison.OrdinalIgnoreCase)) continue;
            named.Add(name);
            left = left.Replace(name, " ", StringComparison.OrdinalIgnoreCase);
        }

        return [.. named];
    }

    private static IEnumerable<string> Codes(string text) => Code().Matches(text).Select(m => m.Value);

    private static IEnumerable<string> Words(string text) => Word().Matches(text.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal)).Select(m => m.Value);

    private static double Shared(string computed, string words)
    {
        HashSet<string> known = [.. Stems(computed)];
        string[] used = [.. Stems(words)];
        return used.Length == 0 ? 0 : (double)used.Count(known.Contains) / used.Length;
    }

    private static IEnumerable<string> Stems(string text) => Words(text).Where(w => w.Length >= LeastWord).Select(w => (w.Length > Stem ? w[..Stem] : w).ToLowerInvariant());

    [GeneratedRegex(@"(?<token>-?[\p{L}_]*\d[\p{L}\d_.,]*(?:(?<=[eE])[+-]\d+)?)(?<percent>\s?%|\s?percent\b)?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 500)]
    private static partial Regex WithDigit();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3})+(\.\d+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"[A-Za-z0-9]+(_[A-Za-z0-9]+)+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex(@"\w+://\S*|www\.\S+|mailto:\S*|[\w-]{2,}\.[A-Za-z]{2,}\S*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
