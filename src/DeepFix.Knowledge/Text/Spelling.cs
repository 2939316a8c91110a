namespace DeepFix.Knowledge.Text;

/// <summary>Finds the words of the base that a misspelt one was meant to be: candidates by shared trigrams, judged by the letters that differ.</summary>
internal sealed class Spelling
{
    private const int ShortestCorrected = 5, LongWord = 8;
    private readonly string[] _words;
    private readonly HashSet<string> _known;
    private readonly HashSet<string> _knownStems;
    private readonly Dictionary<string, List<int>> _byTrigram = new(StringComparer.Ordinal);

    /// <param name="vocabulary">The words that a misspelt one may be meant to be.</param>
    /// <param name="otherWords">Words that are spelt well and mean something else.</param>
    public Spelling(IEnumerable<string> vocabulary, IEnumerable<string> otherWords)
    {
        _words = [.. vocabulary.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _known = [.. _words, .. otherWords];
        _knownStems = [.. _known.Select(Stemmer.Stem)];
        for (int i = 0; i < _words.Length; i++)
        {
            foreach (string trigram in Trigrams(_words[i]))
            {
                if (!_byTrigram.TryGetValue(trigram, out var list)) _byTrigram[trigram] = list = [];
                list.Add(i);
            }
        }
    }

    /// <summary>The word itself where it or another form of it is known, else the known word nearest to it, else the word itself.</summary>
    public string Correct(string word)
    {
        if (word.Length < ShortestCorrected || _known.Contains(word) || _knownStems.Contains(Stemmer.Stem(word))) return word;
        int allowed = word.Length >= LongWord ? 2 : 1;
        string best = word;
        int fewest = allowed + 1, mostShared = 0;
        foreach ((int candidate, int shared) in Candidates(word))
        {
            if (Math.Abs(_words[candidate].Length - word.Length) > allowed) continue;
            int edits = Edits(word, _words[candidate]);
            if (edits > fewest || (edits == fewest && shared <= mostShared)) continue;
            (best, fewest, mostShared) = (edits <= allowed ? _words[candidate] : best, edits, shared);
        }

        return best;
    }

    private SortedDictionary<int, int> Candidates(string word)
    {
        var shared = new SortedDictionary<int, int>();
        foreach (string trigram in Trigrams(word))
        {
            foreach (int i in _byTrigram.GetValueOrDefault(trigram) ?? []) shared[i] = shared.GetValueOrDefault(i) + 1;
        }

        return shared;
    }

    private static IEnumerable<string> Trigrams(string word)
    {
        string padded = $"^{word}$";
        for (int i = 0; i + 3 <= padded.Length; i++) yield return padded.Substring(i, 3);
    }

    /// <summary>Letters changed, added, left out or swapped with their neighbour.</summary>
    private static int Edits(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int best = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                d[i, j] = isSwap ? Math.Min(best, d[i - 2, j - 2] + 1) : best;
            }
        }

        return d[a.Length, b.Length];
    }
}
