using System.Text.Json.Nodes;
using DeepFix.Server.Errors;
using DeepFix.Server.Jobs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DeepFix.Server.OpenApi;

/// <summary>The headers that requests and answers carry beside their bodies.</summary>
internal sealed class CommonHeaders : IOpenApiOperationTransformer
{
    private const string Accepted = "202", Unavailable = "503";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsPost(context.Description.HttpMethod ?? "")) Asked(operation, "Idempotency-Key", ParameterLocation.Header, "With the same key and body the same answer, however often it is sent: 1 to 255 visible characters, best a UUID.");
        if (operation.OperationId == "analyze")
        {
            Asked(operation, AsyncPreference.Header, ParameterLocation.Header, "respond-async: answer 202 at once; the result is asked for later.");
            Asked(operation, "mode", ParameterLocation.Query, "async does what 'Prefer: respond-async' does; sync, the default, waits for the result.", "async", "sync");
        }

        foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer) continue;
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            answer.Headers[RequestIdFeature.Header] = Text("Id of the request; the request_id of an analysis.");
            if (status == Accepted) answer.Headers["Retry-After"] = Text("Seconds after which to ask.");
            if (status == Accepted && operation.OperationId == "analyze") answer.Headers["Location"] = Text("Where to ask how far it is.");
            if (status == Unavailable && operation.OperationId is "analyze" or "compare") answer.Headers["Retry-After"] = Text("Seconds to wait before the next try; absent where trying again cannot help.");
        }

        return Task.CompletedTask;
    }

    private static void Asked(OpenApiOperation operation, string name, ParameterLocation where, string description, params string[] values)
    {
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = name,
            In = where,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = values.Length == 0 ? null : [.. values.Select(v => (JsonNode)v)] },
        });
    }

    private static OpenApiHeader Text(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
