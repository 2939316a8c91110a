using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;

namespace DeepFix.Assistants.Tools;

/// <summary><c>ask_knowledge</c>.</summary>
internal sealed class AskKnowledge : AssistantTool
{
    private static readonly KnowledgeQuery Defaults = new() { Query = "" };

    public override string Name => "ask_knowledge";

    public override string Title => "Ask the knowledge base";

    public override string Description => "Answers a question about training neural networks from a knowledge base of cited items, best first; none where it does not know. Confidence is the probability that the item answers the question.";

    public override ToolSchema Arguments { get; } = new ToolSchema()
        .Text("query", "The question, in words or keywords.", isRequired: true)
        .Choice("domain", "Where the answer is expected: weighs, never hides.", KnowledgeQuery.Domains)
        .Choice("query_type", "The kind of answer that is expected: weighs, never hides.", KnowledgeQuery.QueryTypes)
        .Whole("max_results", "Items at most.", 1, KnowledgeQuery.MostResults, Defaults.MaxResults)
        .Number("min_confidence", "Least confidence of an item.", 0, 1, Defaults.MinConfidence)
        .Whole("start", "Number of the first item to tell, from 1.", 1, KnowledgeQuery.MostResults, 1);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, IAssistantBackend backend, CancellationToken cancellationToken)
    {
        var query = new KnowledgeQuery
        {
            Query = arguments.Required("query", 2_000),
            Domain = arguments.Choice("domain", KnowledgeQuery.Domains) ?? Defaults.Domain,
            QueryType = arguments.Choice("query_type", KnowledgeQuery.QueryTypes) ?? Defaults.QueryType,
            MaxResults = arguments.Whole("max_results", 1, KnowledgeQuery.MostResults, Defaults.MaxResults),
            MinConfidence = arguments.Number("min_confidence", 0, 1, Defaults.MinConfidence),
        };
        int start = arguments.Whole("start", 1, KnowledgeQuery.MostResults, 1);
        KnowledgeResponse response = await backend.AskAsync(query, cancellationToken);
        JsonObject head = Members.Of(("knowledge_version", Quoted.Text(response.KnowledgeVersion, 80)));
        return Page.Of(head, "results", Page.Of(response.Results, KnowledgeAnswer.Whole), start, from => Call(Name,
            ("query", Quoted.Text(query.Query, 200)), ("domain", query.Domain), ("query_type", query.QueryType), ("max_results", query.MaxResults), ("min_confidence", query.MinConfidence), ("start", from)));
    }
}
