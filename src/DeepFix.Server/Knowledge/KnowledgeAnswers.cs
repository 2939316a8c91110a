using System.Globalization;
using DeepFix.Api;
using DeepFix.Knowledge;
using DeepFix.Knowledge.Dense;

namespace DeepFix.Server.Knowledge;

/// <summary>Answers from what was kept, else from the knowledge base: by words, and by an embedding model as well where one is configured.</summary>
internal sealed class KnowledgeAnswers(AnswerCache cache, DenseSearch? dense = null)
{
    /// <summary>The answer, and whether it was kept from an earlier time.</summary>
    public ValueTask<(KnowledgeResponse Answer, bool IsKept)> AskAsync(KnowledgeQuery query, CancellationToken cancellationToken)
        => dense is null
            ? cache.GetAsync(Key(query), _ => ValueTask.FromResult(KnowledgeSearch.Default.Ask(query)), cancellationToken)
            : cache.GetAsync($"{Key(query)}|{dense.Model}", token => new ValueTask<KnowledgeResponse>(dense.AskAsync(query, token)), cancellationToken);

    /// <summary>The cache's key: everything that the answer depends on, the question with its length before it so that no question can pass for another's settings.</summary>
    internal static string Key(KnowledgeQuery query)
        => string.Create(CultureInfo.InvariantCulture, $"{query.Query.Length}:{query.Query}|{query.Domain}|{query.QueryType}|{query.MaxResults}|{query.MinConfidence:R}|{KnowledgeSearch.Version}");
}
