using DeepFix.Api;
using DeepFix.Knowledge.Ranking;

namespace DeepFix.Knowledge;

/// <summary>Answers questions from the knowledge base: the same answer every time, on any culture and from any number of threads. It is built once, at first use.</summary>
public sealed class KnowledgeSearch
{
    private const int ScoreDigits = 4;
    private static readonly Lazy<KnowledgeSearch> Built = new(() => new KnowledgeSearch(Entries.All, new SearchWeights()));
    private readonly Ranker _ranker;

    internal KnowledgeSearch(IReadOnlyList<Entry> entries, SearchWeights weights) => _ranker = new Ranker(entries, weights);

    /// <summary>The search over all items.</summary>
    public static KnowledgeSearch Default => Built.Value;

    /// <summary>Changes whenever an item does.</summary>
    public static string Version => CodePages.Version;

    /// <summary>The items that answer a question, best first; none where the question lies outside the field. Time and cache are the caller's to state.</summary>
    public KnowledgeResponse Ask(KnowledgeQuery query)
    {
        IEnumerable<Candidate> found = _ranker.Rank(query.Query, query.Domain, query.QueryType).Where(c => c.Confidence >= query.MinConfidence);
        return new KnowledgeResponse { Query = query.Query, KnowledgeVersion = Version, Results = [.. found.Take(query.MaxResults).Select(Item)] };
    }

    private static KnowledgeItem Item(Candidate candidate) => new()
    {
        Content = candidate.Entry.Content,
        Source = string.Join("; ", candidate.Entry.Sources.Select(s => Citations.Find(s) ?? s)),
        Confidence = candidate.Confidence,
        RelevanceScore = Math.Round(candidate.Score, ScoreDigits),
        Metadata = new KnowledgeMetadata(candidate.Entry.Id, candidate.Entry.Title, candidate.Entry.Domain, candidate.Entry.Tags, candidate.Entry.Version, candidate.Entry.Reliability),
    };
}
