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
        using JsonDocument body = await JsonBody.ReadObjectAsync(http.Request, time, http.RequestAborted, Example);
        return TypedResults.Json(await AnswerAsync(Read(body.RootElement), answers, time, http.RequestAborted), DeepFixJson.Plain.KnowledgeResponse, contentType: "application/json");
    }

    /// <summary>Answers a question, or finds its answer kept.</summary>
    internal static async Task<KnowledgeResponse> AnswerAsync(KnowledgeQuery query, KnowledgeAnswers answers, TimeProvider time, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        (KnowledgeResponse response, bool isKept) = await answers.AskAsync(query, cancellationToken);
        return response with { Cached = isKept, ExecutionTime = time.GetElapsedTime(began).TotalSeconds };
    }

    /// <summary>Reads a question.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR, with every fault.</exception>
    internal static KnowledgeQuery Read(JsonElement request)
    {
        List<Fault> faults = [];
        var fields = new FieldReader(request, "", faults);
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
