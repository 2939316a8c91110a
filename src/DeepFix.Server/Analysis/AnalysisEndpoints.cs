using DeepFix.Api;
using DeepFix.Server.Errors;
using DeepFix.Server.Jobs;
using DeepFix.Server.OpenApi;

namespace DeepFix.Server.Analysis;

internal static class AnalysisEndpoints
{
    /// <summary>What an analysis needs at least, once its turn has come: its answer is due within the caller's time.</summary>
    private static readonly TimeSpan LeastForAnalysis = TimeSpan.FromSeconds(10);

    public static void MapAnalysis(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/v1/analyze", AnalyzeAsync)
            .WithName("analyze")
            .WithSummary("Analyse one run of MLflow and wait for the result, or, with 'Prefer: respond-async' or '?mode=async', ask for it later.")
            .WithTags("analysis")
            .Accepts<AnalysisRequest>("application/json")
            .Produces<AnalysisResult>()
            .Produces<AcceptedRequest>(StatusCodes.Status202Accepted)
            .ProducesErrors(
                ErrorCode.ValidationError, ErrorCode.Forbidden, ErrorCode.RunNotFound, ErrorCode.PayloadTooLarge, ErrorCode.IdempotencyConflict, ErrorCode.RateLimitExceeded,
                ErrorCode.InternalServerError, ErrorCode.MlflowError, ErrorCode.MlflowConnectionError, ErrorCode.AnalysisTimeout);

    private static async Task<IResult> AnalyzeAsync(HttpContext http, AnalysisRequestReader reader, RequestedAnalysis analysis, AnalysisSlots slots, AcceptedAnalyses jobs, TimeProvider time)
    {
        bool isAsync = AsyncPreference.IsAsked(http.Request);
        (AnalysisRequest request, TrackingLocation tracking) = await reader.ReadAsync(http.Request, http.RequestAborted);
        analysis.RequireAllowed(request, tracking);
        if (isAsync) return await jobs.AcceptAsync(http, request);

        TimeSpan patience = TimeSpan.FromSeconds(request.AnalysisOptions.MaxAnalysisTime) - LeastForAnalysis - time.GetElapsedTime(http.ArrivedAt());
        using IDisposable slot = await slots.EnterAsync(jobs.CountQueuedAsync, patience, http.RequestAborted);
        AnalysisResult result = await analysis.RunAsync(request, tracking, http.RequestId(), progress: null, http.ArrivedAt(), http.RequestAborted);
        return TypedResults.Json(result, DeepFixJson.Plain.AnalysisResult, contentType: "application/json");
    }
}
