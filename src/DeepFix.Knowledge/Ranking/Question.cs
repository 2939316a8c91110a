using DeepFix.Knowledge.Text;

namespace DeepFix.Knowledge.Ranking;

/// <summary>A question as the search sees it.</summary>
/// <param name="Asked">Its own stems, each once.</param>
/// <param name="Added">Stems that synonyms add.</param>
/// <param name="ForeignShare">Share of its words that belong to other trades.</param>
internal sealed record Question(IReadOnlyList<string> Asked, IReadOnlyList<Term> Added, double ForeignShare)
{
    private const int SurelyField = 2;
    private static readonly HashSet<string> Foreign = WordLists.Set("foreign.txt");
    private static readonly HashSet<string> Everyday = WordLists.Set("everyday.txt");
    private static readonly HashSet<string> Field = WordLists.Set("field.txt");
    private static readonly Synonyms Synonyms = new();

    /// <summary>Reads a question; words of no known spelling are corrected to the nearest known one.</summary>
    public static Question Read(string text, Spelling spelling)
    {
        List<string> written = Words.Content(text);
        int field = written.Count(Field.Contains);
        int foreign = written.Count(Foreign.Contains) + (field > 0 ? 0 : written.Count(IsEveryday));
        // What the data are about says nothing of what is wrong with a training.
        if (field >= SurelyField) written.RemoveAll(IsEveryday);
        List<string> all = [.. Words.All(text).Select(w => Stemmer.Stem(spelling.Correct(w)))];
        string[] asked = [.. written.Select(w => Stemmer.Stem(spelling.Correct(w))).Distinct(StringComparer.Ordinal)];
        // "goes up" is made of words that carry nothing alone: the first word of its group asks in its place.
        asked = [.. asked.Union(Synonyms.Unspoken(all, [.. Words.All(text)]), StringComparer.Ordinal)];
        Term[] added = [.. Synonyms.Of(all).Where(s => !asked.Contains(s.Stem, StringComparer.Ordinal)).Select(s => new Term(s.Stem, s.Share))];
        return new Question(asked, added, written.Count == 0 ? 0 : (double)foreign / written.Count);
    }

    private static bool IsEveryday(string word) => Everyday.Contains(word) || (word.EndsWith('s') && Everyday.Contains(word[..^1]));
}
