using DeepFix.Api;
using DeepFix.Server.Security;
using Scalar.AspNetCore;

namespace DeepFix.Server.OpenApi;

internal static class ApiDocumentExtensions
{
    /// <summary>The OpenAPI document at <c>/openapi/v1.json</c>, in the contract's spelling.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = DeepFixJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = DeepFixJson.Default.Options.DefaultIgnoreCondition;
            json.SerializerOptions.Encoder = DeepFixJson.Plain.Options.Encoder;
            json.SerializerOptions.NumberHandling = DeepFixJson.Default.Options.NumberHandling;
            foreach (var converter in DeepFixJson.Default.Options.Converters) json.SerializerOptions.Converters.Add(converter);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, DeepFixJson.Default);
        });
        services.AddOpenApi("v1", document =>
        {
            document.AddDocumentTransformer<ApiDocumentInfo>();
            document.AddSchemaTransformer<ConvertedSchemas>();
            document.AddSchemaTransformer<ContractSchemas>();
            document.AddOperationTransformer<CommonHeaders>();
        });
    }

    /// <summary>The document, and a page that shows it and sends requests; the page takes nothing from elsewhere.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/scalar", page => page.WithTitle("DeepFix").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp())
            .ExcludeFromDescription().WithMetadata(new PagePolicy());
    }

    /// <summary>Names the statuses of errors that a route answers with; those of a caller who sends no key or calls too often are every route's.</summary>
    public static RouteHandlerBuilder ProducesErrors(this RouteHandlerBuilder route, params ReadOnlySpan<ErrorCode> codes)
    {
        HashSet<int> statuses = [];
        foreach (ErrorCode code in (ReadOnlySpan<ErrorCode>)[.. codes, ErrorCode.Unauthorized, ErrorCode.RateLimitExceeded])
        {
            if (statuses.Add(code.Status())) route.Produces<ErrorResponse>(code.Status(), "application/json", "application/problem+json");
        }

        return route;
    }
}
