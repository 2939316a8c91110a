using DeepFix.Api;
using DeepFix.Knowledge.Ranking;

namespace DeepFix.Knowledge;

/// <summary>Answers questions from the knowledge base: the same answer every time, on any culture and from any number of threads. It is built once, at first use.</summary>
public sealed class KnowledgeSearch
{
    private const int ScoreDigits = 4;
    private static readonly Lazy<KnowledgeSearch> Built = new(() => new KnowledgeSearch(Entries.All, new SearchWeights()));
    private readonly Ranker _ranker;
    private readonly Dictionary<string, Entry> _byId;

    internal KnowledgeSearch(IReadOnlyList<Entry> entries, SearchWeights weights)
    {
        _ranker = new Ranker(entries, weights);
        _byId = entries.ToDictionary(e => e.Id, StringComparer.Ordinal);
    }

    /// <summary>The search over all items.</summary>
    public static KnowledgeSearch Default => Built.Value;

    /// <summary>Changes whenever an item does.</summary>
    public static string Version => CodePages.Version;

    /// <summary>The items that answer a question, best first; none where the question lies outside the field. Time and cache are the caller's to state.</summary>
    public KnowledgeResponse Ask(KnowledgeQuery query) => Response(query, Admitted(query, _ranker.Rank(query.Query, query.Domain, query.QueryType)));

    /// <summary>As <see cref="Ask(KnowledgeQuery)"/>, with another ranking joined in. It says which items stand at which place; whether the question is answered, with how many items and at which confidence for each place, is decided by words as before,
    /// for the confidence was fitted to words, and nothing is known of how far the other ranking can be trusted.</summary>
    /// <param name="query">The question.</param>
    /// <param name="nearest">Ids by the other ranking, best first, each once; ids that are not known are passed over.</param>
    public KnowledgeResponse Ask(KnowledgeQuery query, IReadOnlyList<string> nearest)
    {
        List<Candidate> byWords = _ranker.Rank(query.Query, query.Domain, query.QueryType, _byId.Count);
        List<(string Id, double Score)> joined = JoinedRanking.Of([.. byWords.Select(c => c.Entry.Id)], [.. nearest.Where(_byId.ContainsKey)]);
        IEnumerable<Candidate> places = Admitted(query, byWords.Take(KnowledgeQuery.MostResults));
        return Response(query, places.Zip(joined, (place, item) => new Candidate(_byId[item.Id], item.Score, place.Confidence)));
    }

    private static IEnumerable<Candidate> Admitted(KnowledgeQuery query, IEnumerable<Candidate> ranked) => ranked.Where(c => c.Confidence >= query.MinConfidence).Take(query.MaxResults);

    private static KnowledgeResponse Response(KnowledgeQuery query, IEnumerable<Candidate> found) => new() { Query = query.Query, KnowledgeVersion = Version, Results = [.. found.Select(Item)] };

    private static KnowledgeItem Item(Candidate candidate) => new()
    {
        Content = candidate.Entry.Content,
        Source = string.Join("; ", candidate.Entry.Sources.Select(s => Citations.Find(s) ?? s)),
        Confidence = candidate.Confidence,
        RelevanceScore = Math.Round(candidate.Score, ScoreDigits),
        Metadata = new KnowledgeMetadata(candidate.Entry.Id, candidate.Entry.Title, candidate.Entry.Domain, candidate.Entry.Tags, candidate.Entry.Version, candidate.Entry.Reliability),
    };
}
