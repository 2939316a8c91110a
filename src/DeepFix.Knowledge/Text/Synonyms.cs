namespace DeepFix.Knowledge.Text;

/// <summary>Groups of terms that mean the same.</summary>
internal sealed class Synonyms
{
    private readonly Dictionary<string, List<(string[] Term, int Group)>> _byFirst = new(StringComparer.Ordinal);
    private readonly List<string[][]> _groups = [];

    public Synonyms()
    {
        foreach (string line in WordLists.Lines("synonyms.txt"))
        {
            string[][] terms = [.. line.Split('|').Select(t => Words.All(t).Select(Stemmer.Stem).ToArray()).Where(t => t.Length > 0)];
            foreach (string[] term in terms)
            {
                if (!_byFirst.TryGetValue(term[0], out var list)) _byFirst[term[0]] = list = [];
                list.Add((term, _groups.Count));
            }

            _groups.Add(terms);
        }
    }

    /// <summary>Stems that the synonyms of a question's terms add, the stems of the question left out, in a fixed order. Each comes with its share of its term: one word of two counts half.</summary>
    public List<(string Stem, double Share)> Of(IReadOnlyList<string> allStems)
    {
        var present = allStems.ToHashSet(StringComparer.Ordinal);
        var added = new SortedDictionary<string, double>(StringComparer.Ordinal);
        for (int at = 0; at < allStems.Count; at++)
        {
            foreach ((string[] term, int group) in _byFirst.GetValueOrDefault(allStems[at]) ?? [])
            {
                if (StandsAt(allStems, at, term)) Add(_groups[group], present, added);
            }
        }

        return [.. added.Select(a => (a.Key, a.Value))];
    }

    /// <summary>For each term of a question that is made of words without content, the stems of the first term of its group.</summary>
    public IEnumerable<string> Unspoken(IReadOnlyList<string> allStems, IReadOnlyList<string> words)
    {
        for (int at = 0; at < allStems.Count; at++)
        {
            foreach ((string[] term, int group) in _byFirst.GetValueOrDefault(allStems[at]) ?? [])
            {
                if (!StandsAt(allStems, at, term) || Words.AreContent(words.Skip(at).Take(term.Length))) continue;
                foreach (string stem in _groups[group][0]) yield return stem;
            }
        }
    }

    private static bool StandsAt(IReadOnlyList<string> stems, int at, string[] term)
    {
        if (at + term.Length > stems.Count) return false;
        for (int i = 0; i < term.Length; i++)
        {
            if (!string.Equals(stems[at + i], term[i], StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private static void Add(string[][] group, HashSet<string> present, SortedDictionary<string, double> added)
    {
        foreach (string[] term in group)
        {
            foreach (string stem in term)
            {
                if (!present.Contains(stem)) added[stem] = Math.Max(added.GetValueOrDefault(stem), 1.0 / term.Length);
            }
        }
    }
}
