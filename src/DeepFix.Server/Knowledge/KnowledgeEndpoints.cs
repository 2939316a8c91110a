using System.Globalization;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Analysis;
using DeepFix.Server.OpenApi;

namespace DeepFix.Server.Knowledge;

internal static class KnowledgeEndpoints
{
    private const int LongestQuery = 2_000;
    private const string Example = "{\"query\": \"why is my loss NaN\"}";

    public static void MapKnowledge(this IEndpointRouteBuilder routes)
    {
        Map("/api/v1/knowledge/query", "askKnowledge");
        Map("/knowledge/query", "askKnowledgeAlias").ExcludeFromDescription();

        RouteHandlerBuilder Map(string path, string name) => routes.MapPost(path, AskAsync)
            .WithName(name)
            .WithSummary("Ask the knowledge base about training.")
            .WithTags("knowledge")
            .Accepts<KnowledgeQuery>("application/json")
            .Produces<KnowledgeResponse>()
            .ProducesErrors(ErrorCode.ValidationError, ErrorCode.PayloadTooLarge, ErrorCode.InternalServerError);
    }

    private static async Task<IResult> AskAsync(HttpContext http, KnowledgeAnswers answers, TimeProvider time)
    {
        KnowledgeQuery query = await ReadAsync(http.Request, time, http.RequestAborted);
        long began = time.GetTimestamp();
        (KnowledgeResponse response, bool isKept) = await answers.AskAsync(query, http.RequestAborted);
        response = response with { Cached = isKept, ExecutionTime = time.GetElapsedTime(began).TotalSeconds };
        return TypedResults.Json(response, DeepFixJson.Plain.KnowledgeResponse, contentType: "application/json");
    }

    private static async Task<KnowledgeQuery> ReadAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using JsonDocument body = await JsonBody.ReadObjectAsync(request, time, cancellationToken, Example);
        List<Fault> faults = [];
        var fields = new FieldReader(body.RootElement, "", faults);
        var defaults = new KnowledgeQuery { Query = "" };
        var query = new KnowledgeQuery
        {
            Query = fields.Text("query", LongestQuery, isRequired: true) ?? "",
            Domain = fields.Choice("domain", KnowledgeQuery.Domains) ?? defaults.Domain,
            QueryType = fields.Choice("query_type", KnowledgeQuery.QueryTypes) ?? defaults.QueryType,
            MaxResults = Whole(fields, defaults.MaxResults),
            MinConfidence = fields.Number("min_confidence", 0, 1, defaults.MinConfidence),
        };
        return faults.Count == 0 ? query : throw Fault.ToException(faults);
    }

    private static int Whole(FieldReader fields, int otherwise)
    {
        double number = fields.Number("max_results", 1, KnowledgeQuery.MostResults, otherwise);
        if (double.IsInteger(number)) return (int)number;
        fields.Refuse("max_results", "must be a whole number", number.ToString(CultureInfo.InvariantCulture), "Send a whole number from 1 to 20.");
        return otherwise;
    }
}
