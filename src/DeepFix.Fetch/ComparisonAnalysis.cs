using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Comparison;

namespace DeepFix.Fetch;

/// <summary>The whole comparison: every run is fetched, analysed and reduced, a few at a time, then they are held against each other. A run that cannot be had is left out and named.</summary>
/// <param name="pipeline">The analysis.</param>
/// <param name="limits">What may be transferred of each run.</param>
/// <param name="time">The clock.</param>
public sealed class ComparisonAnalysis(AnalysisPipeline pipeline, FetchLimits limits, TimeProvider time)
{
    /// <summary>Runs from far away wait more than they compute.</summary>
    private const int AtOnce = 4;

    /// <summary>What remains for holding the runs against each other.</summary>
    private static readonly TimeSpan ForComparing = TimeSpan.FromSeconds(5);

    /// <summary>The job with the engine that the assembly carries and the system's clock.</summary>
    public static ComparisonAnalysis Default { get; } = new(AnalysisPipeline.Default, new FetchLimits(), TimeProvider.System);

    /// <summary>Compares runs from where they are.</summary>
    /// <param name="sources">Where each is, by the id that it goes by in the result.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="requestId">The id of the request; made up where null.</param>
    /// <param name="progress">Gives whom to tell of each run's stages; null: nobody.</param>
    /// <param name="arrived">The clock's timestamp when the request arrived, from which its time is counted; null = now.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">Fewer than two runs could be had, or not the baseline; or a host is not allowed.</exception>
    public async Task<ComparisonResult> CompareAsync(
        IReadOnlyList<(string Id, RunSource Source)> sources, ComparisonOptions options, string? requestId = null, Func<string, IProgress<AnalysisStage>>? progress = null, long? arrived = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        using var deadline = new Deadline(options.MaxTime - ForComparing, time, arrived, givenUp: null, cancellationToken);
        var outcomes = new (RunToCompare? Run, DeepFixException? Failure)[sources.Count];
        await Parallel.ForAsync(0, sources.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (i, _) =>
            outcomes[i] = await OneAsync(sources[i].Id, sources[i].Source, options, progress?.Invoke(sources[i].Id), deadline, cancellationToken));

        DeepFixException[] failures = [.. outcomes.Select(o => o.Failure).OfType<DeepFixException>()];
        RunToCompare[] runs = [.. outcomes.Select(o => o.Run).OfType<RunToCompare>()];
        if (failures.FirstOrDefault(f => f.Code == ErrorCode.Forbidden) is { } forbidden) throw forbidden;
        if (options.Baseline is { } baseline && sources.ToList().FindIndex(s => s.Id == baseline) is >= 0 and var at && outcomes[at].Failure is { } lost) throw lost;
        if (runs.Length < ComparisonRequest.FewestRuns) throw failures[0];
        ComparisonResult result = RunComparison.Compare(runs, options.Baseline, options.Metric, cancellationToken);
        return result with
        {
            RequestId = requestId ?? RequestIds.New(),
            Timestamp = time.GetUtcNow(),
            ExecutionTime = deadline.Elapsed.TotalSeconds,
            Warnings = [.. sources.Zip(outcomes).Where(o => o.Second.Failure is not null).Select(o => $"{o.First.Id} is left out: {o.Second.Failure!.Message}"), .. result.Warnings],
        };
    }

    private async Task<(RunToCompare?, DeepFixException?)> OneAsync(string id, RunSource source, ComparisonOptions options, IProgress<AnalysisStage>? progress, Deadline deadline, CancellationToken cancellationToken)
    {
        try
        {
            progress?.Report(AnalysisStage.Fetching(0, source.Where));
            using FetchedRun fetched = await source.FetchAsync(deadline.ForFetch(limits.Timeout), progress, cancellationToken);
            progress?.Report(AnalysisStage.Parsing);
            RunArtifacts run = await deadline.BeforeAnalysis(ct => ArtifactParser.Parse(fetched.Record, options.Context, ct));
            AnalysisResult result = await pipeline.RunAsync(run, new AnalysisOptions(), progress, deadline.Tokens(cancellationToken));
            deadline.RequireAnAgent(result);
            return (await deadline.BeforeAnalysis(ct => RunToCompare.Of(fetched.Record, run, result, ct).As(id)), null);
        }
        catch (DeepFixException failure)
        {
            return (null, failure);
        }
    }
}
