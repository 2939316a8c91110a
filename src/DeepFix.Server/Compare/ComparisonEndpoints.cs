using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
using DeepFix.Server.OpenApi;

namespace DeepFix.Server.Compare;

internal static class ComparisonEndpoints
{
    /// <summary>The job, and what reads its requests.</summary>
    public static void AddComparison(this IServiceCollection services)
    {
        services.AddSingleton<ComparisonRequestReader>();
        services.AddSingleton<RequestedComparison>();
        services.AddSingleton(provider => new ComparisonAnalysis(provider.GetRequiredService<AnalysisPipeline>(), provider.GetRequiredService<FetchLimits>(), provider.GetRequiredService<TimeProvider>()));
    }

    public static void MapComparison(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/v1/compare", CompareAsync)
            .WithName("compare")
            .WithSummary("Compare 2 to 100 runs: what separates them, which are better, and which change explains it.")
            .WithTags("analysis")
            .Accepts<ComparisonRequest>("application/json")
            .Produces<ComparisonResult>()
            .ProducesErrors(
                ErrorCode.ValidationError, ErrorCode.Forbidden, ErrorCode.RunNotFound, ErrorCode.PayloadTooLarge, ErrorCode.IdempotencyConflict, ErrorCode.RateLimitExceeded,
                ErrorCode.InternalServerError, ErrorCode.MlflowError, ErrorCode.MlflowConnectionError, ErrorCode.AnalysisTimeout);

    private static async Task<IResult> CompareAsync(HttpContext http, ComparisonRequestReader reader, RequestedComparison comparison)
    {
        (ComparisonRequest request, IReadOnlyList<TrackingLocation> locations) = await reader.ReadAsync(http.Request, http.RequestAborted);
        ComparisonResult result = await comparison.RunAsync(request, locations, http.RequestId(), http.ArrivedAt(), http.RequestAborted);
        return TypedResults.Json(result, DeepFixJson.Plain.ComparisonResult, contentType: "application/json");
    }
}
