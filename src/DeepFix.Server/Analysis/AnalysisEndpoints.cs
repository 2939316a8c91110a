using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Errors;
using DeepFix.Server.OpenApi;

namespace DeepFix.Server.Analysis;

internal static class AnalysisEndpoints
{
    public static void MapAnalysis(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/v1/analyze", AnalyzeAsync)
            .WithName("analyze")
            .WithSummary("Analyse one run of MLflow and wait for the result.")
            .WithTags("analysis")
            .Accepts<AnalysisRequest>("application/json")
            .Produces<AnalysisResult>()
            .ProducesErrors(
                ErrorCode.ValidationError, ErrorCode.Forbidden, ErrorCode.RunNotFound, ErrorCode.PayloadTooLarge, ErrorCode.InternalServerError,
                ErrorCode.MlflowError, ErrorCode.MlflowConnectionError, ErrorCode.AnalysisTimeout);

    private static async Task<IResult> AnalyzeAsync(HttpContext http, AnalysisRequestReader reader, OpenRun open, RunAnalysis analysis, TimeProvider time, ILogger<RunAnalysis> log)
    {
        long arrived = time.GetTimestamp();
        (AnalysisRequest request, TrackingLocation tracking) = await reader.ReadAsync(http.Request, http.RequestAborted);
        RunSource source = open(tracking, request.RunId!);
        AnalysisResult result = await analysis.AnalyzeAsync(source, request.AnalysisOptions, request.Context, http.RequestId(), progress: null, arrived, http.RequestAborted);
        log.Analyzed(result.RequestId, result.Status, result.ExecutionTime);
        return TypedResults.Json(result, DeepFixJson.Plain.AnalysisResult, contentType: "application/json");
    }
}
