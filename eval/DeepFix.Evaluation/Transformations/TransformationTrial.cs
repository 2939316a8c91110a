using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Tries every transformation on every run that lends itself to it, and counts what is found.</summary>
internal sealed class TransformationTrial
{
    private const double ConfidenceThatCounts = 0.3;

    /// <summary>Runs on which one transformation is tried at most.</summary>
    private const int RunsEach = 40;

    private readonly SortedDictionary<string, TransformationCount> _counts = new(StringComparer.Ordinal);

    /// <summary>All transformations, by code.</summary>
    public static IReadOnlyList<Transformation> All { get; } =
    [
        .. HiddenNanCases.All, .. LossSpikeCases.All, .. ExcessiveClippingCases.All, .. LrScheduleMismatchCases.All, .. OptimizerParamCases.All, .. MetricLoggingCases.All, .. ConfigLogCases.All, .. EarlyStoppingCases.All,
    ];

    /// <summary>Counts by code.</summary>
    public IReadOnlyDictionary<string, TransformationCount> Counts => _counts;

    /// <summary>Tries the runs.</summary>
    /// <param name="runs">Runs without a fault of the record.</param>
    public static async Task<TransformationTrial> RunAsync(IEnumerable<RecordedRun> runs)
    {
        var trial = new TransformationTrial();
        var pipeline = new AnalysisPipeline(EngineParameters.Default);
        Dictionary<Transformation, int> tried = [];
        foreach (RecordedRun run in runs)
        {
            HashSet<string> before = await CodesAsync(pipeline, run);
            foreach (Transformation change in All.Where(c => tried.GetValueOrDefault(c) < RunsEach))
            {
                if (await trial.TryAsync(pipeline, run, change, before.Contains(change.Code))) tried[change] = tried.GetValueOrDefault(change) + 1;
            }
        }

        return trial;
    }

    private async Task<bool> TryAsync(AnalysisPipeline pipeline, RecordedRun run, Transformation change, bool isThereAlready)
    {
        if (change.Apply(run, new Random(Seed(run.Name))) is not { } changed) return false;
        bool isFound = (await CodesAsync(pipeline, changed)).Contains(change.Code);
        TransformationCount count = _counts.GetValueOrDefault(change.Code) ?? new TransformationCount();
        _counts[change.Code] = count.With(change, run.Name, isFound, isThereAlready);
        return true;
    }

    private static async Task<HashSet<string>> CodesAsync(AnalysisPipeline pipeline, RecordedRun run)
    {
        AnalysisResult result = await pipeline.RunAsync(run.Parse(), new AnalysisOptions());
        return [.. result.Findings.Where(f => f.Severity >= Severity.Medium || f.Confidence >= ConfidenceThatCounts).Select(f => f.Code)];
    }

    // The same places of a run on every machine.
    private static int Seed(string name) => name.Aggregate(17, (seed, c) => unchecked((seed * 31) + c));
}
