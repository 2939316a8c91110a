using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Fetch;

/// <summary>The whole job: fetch, parse, analyse. Server, command line, jobs and recorders all call this.</summary>
/// <param name="pipeline">The analysis.</param>
/// <param name="limits">What may be transferred.</param>
/// <param name="time">The clock.</param>
/// <param name="givenUp">Told of work that ran on after its time was over and nobody waited for it any more; null where nobody asks.</param>
public sealed class RunAnalysis(AnalysisPipeline pipeline, FetchLimits limits, TimeProvider time, Action<string, Task>? givenUp = null)
{
    /// <summary>The job with the engine that the assembly carries and the system's clock.</summary>
    public static RunAnalysis Default { get; } = new(AnalysisPipeline.Default, new FetchLimits(), TimeProvider.System);

    /// <summary>Analyses a run from where it is.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="options">What to look at, and for how long.</param>
    /// <param name="context">What the caller knows about the run.</param>
    /// <param name="requestId">The id of the request; made up where null.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="arrived">The clock's timestamp when the request arrived, from which its time is counted; null = now.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">There is no result: the run cannot be had, or not one agent finished in time.</exception>
    public async Task<AnalysisResult> AnalyzeAsync(RunSource source, AnalysisOptions options, AnalysisContext? context = null, string? requestId = null, IProgress<AnalysisStage>? progress = null, long? arrived = null, CancellationToken cancellationToken = default)
    {
        using var trace = new AnalysisTrace(source.RunId, progress, time);
        return trace.Ended(await AnalyzeAsync(source, options, context, requestId, trace, arrived, cancellationToken));
    }

    private async Task<AnalysisResult> AnalyzeAsync(RunSource source, AnalysisOptions options, AnalysisContext? context, string? requestId, AnalysisTrace progress, long? arrived, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(TimeSpan.FromSeconds(options.MaxAnalysisTime), time, arrived, givenUp, cancellationToken);
        progress.Report(AnalysisStage.Fetching(0, source.Where));
        using FetchedRun fetched = await source.FetchAsync(deadline.ForFetch(limits.Timeout), progress, cancellationToken);

        progress.Report(AnalysisStage.Parsing);
        RunArtifacts run = await deadline.BeforeAnalysis(ct => ArtifactParser.Parse(fetched.Record, context, ct));

        AnalysisResult result = await pipeline.RunAsync(run, options, progress, deadline.Agents());
        deadline.RequireAnAgent(result);
        result = result with { RequestId = requestId ?? RequestIds.New(), Timestamp = time.GetUtcNow(), ExecutionTime = deadline.Elapsed.TotalSeconds };
        return options.LogToMlflow ? await LoggedAsync(source, result, deadline.Left, cancellationToken) : result;
    }

    private static async Task<AnalysisResult> LoggedAsync(RunSource source, AnalysisResult result, TimeSpan left, CancellationToken cancellationToken)
        => await source.LogAsync(result, left, cancellationToken) is { } warning ? result with { Warnings = [.. result.Warnings, warning] } : result;
}
