using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
using DeepFix.Server.Jobs;
using DeepFix.Server.OpenApi;

namespace DeepFix.Server.Compare;

internal static class ComparisonEndpoints
{
    /// <summary>What a comparison needs at least, once its turn has come: its answer is due within the caller's time.</summary>
    private static readonly TimeSpan LeastForComparing = TimeSpan.FromSeconds(15);

    /// <summary>The job, and what reads its requests.</summary>
    public static void AddComparison(this IServiceCollection services)
    {
        services.AddSingleton<ComparisonRequestReader>();
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

    private static async Task<IResult> CompareAsync(HttpContext http, ComparisonRequestReader reader, OpenRun open, ComparisonAnalysis comparison, AnalysisSlots slots, AcceptedAnalyses jobs, TimeProvider time)
    {
        (ComparisonRequest request, IReadOnlyList<TrackingLocation> locations) = await reader.ReadAsync(http.Request, http.RequestAborted);
        // Every host is checked before anything is fetched.
        (string, RunSource)[] sources = [.. request.Runs.Zip(locations).Select(r => (r.First.RunId!, open(r.Second, r.First.RunId!)))];
        var options = new ComparisonOptions { Baseline = request.Baseline, Metric = request.Metric, Context = request.Context, MaxTime = TimeSpan.FromSeconds(request.MaxAnalysisTime) };
        // A comparison takes one turn, however many runs it holds: it looks at a few of them at a time.
        TimeSpan patience = options.MaxTime - LeastForComparing - time.GetElapsedTime(http.ArrivedAt());
        using IDisposable slot = await slots.EnterAsync(jobs.CountQueuedAsync, patience, http.RequestAborted);
        ComparisonResult result = await comparison.CompareAsync(sources, options, http.RequestId(), progress: null, http.ArrivedAt(), http.RequestAborted);
        return TypedResults.Json(result, DeepFixJson.Plain.ComparisonResult, contentType: "application/json");
    }
}
