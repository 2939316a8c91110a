using DeepFix.Server.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DeepFix.Server.OpenApi;

/// <summary>The headers that answers carry beside their bodies.</summary>
internal sealed class CommonHeaders : IOpenApiOperationTransformer
{
    private const string Unavailable = "503";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach ((string status, IOpenApiResponse response) in operation.Responses ?? [])
        {
            if (response is not OpenApiResponse answer) continue;
            answer.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
            answer.Headers[RequestIdFeature.Header] = Text("Id of the request; the request_id of an analysis.");
            if (status == Unavailable && operation.OperationId is "analyze" or "compare") answer.Headers["Retry-After"] = Text("Seconds to wait before the next try; absent where trying again cannot help.");
        }

        return Task.CompletedTask;
    }

    private static OpenApiHeader Text(string description) => new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
