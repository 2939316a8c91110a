using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DeepFix.Server.OpenApi;

/// <summary>What the document says of itself. It names no server: its address is wherever it was read from.</summary>
internal sealed class ApiDocumentInfo : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "DeepFix",
            Version = "v1",
            Description = "Tells why a training run went wrong and what to change, with evidence that can be recomputed. Every error is {error, message, details, timestamp}; details.suggestion says what to do.",
        };
        document.Servers = [];
        return Task.CompletedTask;
    }
}
