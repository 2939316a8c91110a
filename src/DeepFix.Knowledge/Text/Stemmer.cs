namespace DeepFix.Knowledge.Text;

/// <summary>Takes the endings off an English word, so that its forms meet: a light form of Porter's rules, which also joins British and American spelling.</summary>
internal static class Stemmer
{
    private const int Shortest = 3;

    private static readonly (string Ending, string Becomes)[] Endings =
    [
        ("isations", "iz"), ("izations", "iz"), ("isation", "iz"), ("ization", "iz"), ("ising", "iz"), ("izing", "iz"), ("ised", "iz"), ("ized", "iz"), ("iser", "iz"), ("izer", "iz"), ("isers", "iz"), ("izers", "iz"), ("ises", "iz"), ("izes", "iz"), ("ise", "iz"), ("ize", "iz"),
        ("ations", "at"), ("ation", "at"), ("ating", "at"), ("ated", "at"), ("ates", "at"), ("ator", "at"), ("ators", "at"), ("ate", "at"),
        ("nesses", ""), ("ness", ""), ("ments", ""), ("ment", ""), ("ingly", ""), ("edly", ""), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"),
        ("ions", ""), ("ion", ""), ("ally", "al"), ("ily", "y"), ("ly", ""), ("ers", ""), ("er", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""),
    ];

    /// <summary>The stem of a word in lower case.</summary>
    public static string Stem(string word)
    {
        if (word.Length <= Shortest || word.EndsWith("ss", StringComparison.Ordinal)) return word;
        foreach ((string ending, string becomes) in Endings)
        {
            if (!word.EndsWith(ending, StringComparison.Ordinal) || word.Length - ending.Length < Shortest) continue;
            return Undoubled(word[..^ending.Length] + becomes);
        }

        return word;
    }

    // "clipping" and "clip", "labelling" and "labeling" meet.
    private static string Undoubled(string stem)
        => stem.Length > Shortest && stem[^1] == stem[^2] && stem[^1] is not ('a' or 'e' or 'i' or 'o' or 'u' or 's') ? stem[..^1] : stem;
}
