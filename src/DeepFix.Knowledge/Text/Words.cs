using System.Text;

namespace DeepFix.Knowledge.Text;

/// <summary>Cuts text into the words that carry it.</summary>
internal static class Words
{
    private const int Longest = 40;
    private static readonly HashSet<string> Stopwords = WordLists.Set("stopwords.txt");

    /// <summary>All words in lower case, numbers left out: letters and digits, cut at everything else and where a small letter meets a capital.</summary>
    public static List<string> All(string text)
    {
        List<string> words = [];
        var word = new StringBuilder();
        char before = ' ';
        foreach (char letter in text.Normalize(NormalizationForm.FormKC))
        {
            if (!char.IsLetterOrDigit(letter) || (char.IsUpper(letter) && char.IsLower(before))) Close(word, words);
            if (char.IsLetterOrDigit(letter) && word.Length < Longest) word.Append(char.ToLowerInvariant(letter));
            before = letter;
        }

        Close(word, words);
        return words;
    }

    /// <summary>Words that carry content, as they are written.</summary>
    public static List<string> Content(string text) => [.. All(text).Where(w => !Stopwords.Contains(w))];

    /// <summary>Whether any of some words carries content.</summary>
    public static bool AreContent(IEnumerable<string> words) => words.Any(w => !Stopwords.Contains(w));

    /// <summary>Stems of the words that carry content.</summary>
    public static List<string> Stems(string text) => [.. Content(text).Select(Stemmer.Stem)];

    private static void Close(StringBuilder word, List<string> words)
    {
        if (word.Length > 1 && HasLetter(word)) words.Add(word.ToString());
        word.Clear();
    }

    private static bool HasLetter(StringBuilder word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (char.IsLetter(word[i])) return true;
        }

        return false;
    }
}
