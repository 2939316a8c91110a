using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Narration;

namespace DeepFix.Server.Analysis;

/// <summary>The analysis that a request asks for, whether the caller waits for it or not.</summary>
internal sealed class RequestedAnalysis(OpenRun open, RunAnalysis analysis, Narrator narrator, TimeProvider time, ILogger<RequestedAnalysis> log)
{
    /// <summary>What remains for sending the answer.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    /// <summary>Refuses what may not be read, before anything is promised.</summary>
    /// <exception cref="DeepFixException">FORBIDDEN: the tracking server is not on the operator's list.</exception>
    public void RequireAllowed(AnalysisRequest request, TrackingLocation tracking) => open(tracking, request.RunId!);

    /// <summary>Fetches and analyses the run.</summary>
    /// <param name="request">What to analyse.</param>
    /// <param name="tracking">Where the run is.</param>
    /// <param name="requestId">Id of the request.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="arrived">The clock's timestamp from which the request's time is counted.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">There is no result.</exception>
    public async Task<AnalysisResult> RunAsync(AnalysisRequest request, TrackingLocation tracking, string requestId, IProgress<AnalysisStage>? progress, long arrived, CancellationToken cancellationToken)
    {
        RunSource source = open(tracking, request.RunId!);
        AnalysisResult result = await analysis.AnalyzeAsync(source, request.AnalysisOptions, request.Context, requestId, progress, arrived, cancellationToken);
        TimeSpan left = TimeSpan.FromSeconds(request.AnalysisOptions.MaxAnalysisTime) - Reserve - time.GetElapsedTime(arrived);
        AnalysisResult narrated = await narrator.NarrateAsync(result, left, cancellationToken);
        if (!ReferenceEquals(narrated, result)) result = narrated with { ExecutionTime = time.GetElapsedTime(arrived).TotalSeconds };
        log.Analyzed(result.RequestId, result.Status, result.ExecutionTime);
        return result;
    }
}
