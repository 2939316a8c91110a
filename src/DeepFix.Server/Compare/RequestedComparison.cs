using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Jobs;

namespace DeepFix.Server.Compare;

/// <summary>The comparison that a request asks for.</summary>
internal sealed class RequestedComparison(OpenRun open, ComparisonAnalysis comparison, AnalysisSlots slots, AcceptedAnalyses jobs, TimeProvider time)
{
    /// <summary>What a comparison needs at least, once its turn has come: its answer is due within the caller's time.</summary>
    private static readonly TimeSpan LeastForComparing = TimeSpan.FromSeconds(15);

    /// <summary>Waits for a turn, then fetches the runs and compares them.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="locations">Where each run is.</param>
    /// <param name="requestId">Id of the request.</param>
    /// <param name="arrived">The clock's timestamp from which the request's time is counted.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">There is no result.</exception>
    public async Task<ComparisonResult> RunAsync(ComparisonRequest request, IReadOnlyList<TrackingLocation> locations, string requestId, long arrived, CancellationToken cancellationToken)
    {
        // Every host is checked before anything is fetched.
        (string, RunSource)[] sources = [.. request.Runs.Zip(locations).Select(r => (r.First.RunId!, open(r.Second, r.First.RunId!)))];
        var options = new ComparisonOptions { Baseline = request.Baseline, Metric = request.Metric, Context = request.Context, MaxTime = TimeSpan.FromSeconds(request.MaxAnalysisTime) };
        // A comparison takes one turn, however many runs it holds: it looks at a few of them at a time.
        TimeSpan patience = options.MaxTime - LeastForComparing - time.GetElapsedTime(arrived);
        using IDisposable slot = await slots.EnterAsync(jobs.CountQueuedAsync, patience, cancellationToken);
        return await comparison.CompareAsync(sources, options, requestId, progress: null, arrived, cancellationToken);
    }
}
