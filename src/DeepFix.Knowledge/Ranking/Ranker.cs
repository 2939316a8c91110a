using DeepFix.Api;
using DeepFix.Knowledge.Text;

namespace DeepFix.Knowledge.Ranking;

/// <summary>Ranks all items beside a question. Holds nothing that changes: any number of threads may ask.</summary>
internal sealed class Ranker
{
    private const int Neighbours = 5;
    private static readonly string[] Spelt = ["english.txt", "foreign.txt", "everyday.txt", "field.txt"];
    private readonly IReadOnlyList<Entry> _entries;
    private readonly SearchWeights _weights;
    private readonly FieldIndex _fields;
    private readonly Spelling _spelling;
    private readonly int[][] _tagged;

    public Ranker(IReadOnlyList<Entry> entries, SearchWeights weights)
    {
        _entries = entries;
        _weights = weights;
        _fields = new FieldIndex(entries, weights);
        _spelling = Speller(entries);
        _tagged = [.. entries.SelectMany((e, i) => e.Tags.Select(t => (Tag: t, Index: i))).GroupBy(t => t.Tag, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Select(t => t.Index).ToArray())];
    }

    /// <summary>The items that share a word with the question, best first.</summary>
    public List<Candidate> Rank(string query, string domain, string queryType, int most = KnowledgeQuery.MostResults)
    {
        Question question = Question.Read(query, _spelling);
        double[] own = Own(question);
        double[] scores = Joined(own);
        int[] order = [.. Enumerable.Range(0, scores.Length).Where(i => own[i] > 0)
            .OrderByDescending(i => Weighed(i, scores[i], domain, queryType)).ThenBy(i => _entries[i].Id, StringComparer.Ordinal)
            .Take(most)];
        double neighbours = own.OrderDescending().Take(Neighbours).DefaultIfEmpty(0).Average();
        return [.. order.Select(i => new Candidate(_entries[i], Weighed(i, scores[i], domain, queryType), Confidence.Of(own[i], neighbours, question.ForeignShare)))];
    }

    /// <summary>Corrects words to those of items. Words of synonyms, of other trades and of ordinary English are spelt well too.</summary>
    public static Spelling Speller(IReadOnlyList<Entry> entries) => new(
        entries.SelectMany(e => Words.All(string.Join(' ', [e.Title, e.Content, .. e.AskedAs, .. e.Tags]))),
        [.. Spelt.SelectMany(WordLists.Set), .. WordLists.Lines("synonyms.txt").SelectMany(Words.All)]);

    private double[] Own(Question question)
    {
        var scores = new double[_entries.Count];
        double whole = double.Epsilon;
        foreach (string stem in question.Asked)
        {
            _fields.Add(stem, 1, scores);
            whole += _fields.Idf(stem);
        }

        foreach (Term term in question.Added) _fields.Add(term.Stem, term.Weight * _weights.Synonym, scores);
        for (int i = 0; i < scores.Length; i++) scores[i] /= whole;
        return scores;
    }

    // Two pages about one thing that both fit a question say more about it than one page that fits by chance.
    private double[] Joined(double[] own)
    {
        var lent = new double[own.Length];
        foreach (int[] tagged in _tagged)
        {
            double first = 0, second = 0;
            foreach (int i in tagged)
            {
                if (own[i] > first) (first, second) = (own[i], first);
                else second = Math.Max(second, own[i]);
            }

            foreach (int i in tagged) lent[i] = Math.Max(lent[i], (first + second) / 2);
        }

        return [.. own.Select((score, i) => score + _weights.Shared * lent[i])];
    }

    private double Weighed(int entry, double score, string domain, string queryType)
    {
        bool isOfDomain = string.Equals(_entries[entry].Domain, domain, StringComparison.Ordinal);
        bool isOfType = _entries[entry].QueryTypes.Contains(queryType, StringComparer.Ordinal);
        return score * (1 + (isOfDomain ? _weights.Domain : 0) + (isOfType ? _weights.QueryType : 0));
    }
}
