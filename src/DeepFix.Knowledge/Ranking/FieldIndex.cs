using DeepFix.Knowledge.Text;

namespace DeepFix.Knowledge.Ranking;

/// <summary>BM25 over the fields of all items: how often a word stands in a field counts by the field's weight, against the field's length.</summary>
internal sealed class FieldIndex
{
    private readonly Dictionary<string, List<(int Entry, double Frequency)>> _postings = new(StringComparer.Ordinal);
    private readonly double _saturation;
    private readonly int _count;

    public FieldIndex(IReadOnlyList<Entry> entries, SearchWeights weights)
    {
        _count = entries.Count;
        _saturation = weights.Saturation;
        var frequencies = new SortedDictionary<string, double>[_count];
        for (int i = 0; i < _count; i++) frequencies[i] = new(StringComparer.Ordinal);
        AddField(frequencies, [.. entries.Select(e => Words.Stems(e.Title))], weights.Title, weights.Length);
        AddField(frequencies, [.. entries.Select(e => Words.Stems(string.Join(" . ", e.AskedAs)))], weights.AskedAs, weights.Length);
        AddField(frequencies, [.. entries.Select(e => Words.Stems(string.Join(" . ", e.Tags)))], weights.Tags, weights.Length);
        AddField(frequencies, [.. entries.Select(e => Words.Stems(e.Content))], weights.Text, weights.Length);
        for (int i = 0; i < _count; i++)
        {
            foreach ((string stem, double frequency) in frequencies[i])
            {
                if (!_postings.TryGetValue(stem, out var list)) _postings[stem] = list = [];
                list.Add((i, frequency));
            }
        }
    }

    /// <summary>How telling a stem is: the fewer items hold it, the more. A stem that none holds is the most telling of all.</summary>
    public double Idf(string stem)
    {
        int holders = _postings.TryGetValue(stem, out var list) ? list.Count : 0;
        return Math.Log(1 + (_count - holders + 0.5) / (holders + 0.5));
    }

    /// <summary>Adds a stem's share to the score of every item that holds it; a stem that cannot be held more often adds its weight times its idf.</summary>
    public void Add(string stem, double weight, double[] scores)
    {
        if (!_postings.TryGetValue(stem, out var list)) return;
        double idf = Idf(stem);
        foreach ((int entry, double frequency) in list) scores[entry] += weight * idf * frequency / (_saturation + frequency);
    }

    private static void AddField(SortedDictionary<string, double>[] frequencies, List<List<string>> fields, double weight, double lengthWeight)
    {
        double mean = Math.Max(1, fields.Average(f => (double)f.Count));
        for (int i = 0; i < fields.Count; i++)
        {
            double each = weight / (1 - lengthWeight + lengthWeight * fields[i].Count / mean);
            foreach (string stem in fields[i]) frequencies[i][stem] = frequencies[i].GetValueOrDefault(stem) + each;
        }
    }
}
