using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Comparison;

/// <summary>What a comparison keeps of a run: settings, levels, curves for display and its own diagnosis. Small, whatever the size of the run.</summary>
public sealed record RunToCompare
{
    private const int MostParams = 500;
    private const int LongestParam = 500;
    private const int MostMetrics = 200;

    private RunToCompare()
    {
    }

    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Its name, if it has one.</summary>
    public string? Name { get; private init; }

    /// <summary>Its state.</summary>
    public RunStatus Status { get; private init; }

    /// <summary>Its own analysis.</summary>
    public required AnalysisResult Result { get; init; }

    /// <summary>Its parameters as declared.</summary>
    public IReadOnlyDictionary<string, string> Params { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, Setting> Settings { get; private init; } = new Dictionary<string, Setting>(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, MetricLevel> Levels { get; private init; } = new Dictionary<string, MetricLevel>(StringComparer.Ordinal);

    internal IReadOnlyList<RunCurve> Curves { get; private init; } = [];

    internal bool HasParameterFile { get; private init; }

    internal long? ValRows { get; private init; }

    /// <summary>One line on what its own analysis says.</summary>
    internal string Diagnosis => Reports.Verdict.Of(Result).Text;

    /// <summary>Reduces a run.</summary>
    /// <param name="record">What was fetched of it: parameters, tags and data digests of the store.</param>
    /// <param name="run">The same, parsed.</param>
    /// <param name="result">Its own analysis.</param>
    /// <param name="cancellationToken">Observed between series.</param>
    public static RunToCompare Of(RunRecord record, RunArtifacts run, AnalysisResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(run);
        MetricTable metrics = run.Training?.Metrics ?? MetricTable.Empty;
        var levels = new Dictionary<string, MetricLevel>(StringComparer.Ordinal);
        foreach (MetricSeries series in metrics.Series.Take(MostMetrics))
        {
            if (series.Name is not ("step" or "epoch") && MetricLevel.Of(series, cancellationToken) is { } level) levels[series.Name] = level;
        }

        IReadOnlyDictionary<string, string> declared = run.Training?.Parameters.Raw is { Count: > 0 } raw ? raw : record.Params;
        return new RunToCompare
        {
            RunId = run.RunId,
            Name = run.Name,
            Status = run.Status,
            Result = result,
            Params = declared.OrderBy(p => p.Key, StringComparer.Ordinal).Take(MostParams).ToDictionary(p => p.Key, p => p.Value.Length <= LongestParam ? p.Value : p.Value[..LongestParam] + "…", StringComparer.Ordinal),
            Settings = RunSettings.Of(record, run).ToDictionary(s => s.Name, StringComparer.Ordinal),
            Levels = levels,
            HasParameterFile = run.Training?.Parameters.Source.EndsWith(".yaml", StringComparison.Ordinal) == true,
            Curves = [.. metrics.Series.Where(s => MetricDirection.IsHigherBetter(s.Name) is not null || s.Name == "learning_rate").Take(MostMetrics).Select(s => RunCurve.Of(s, cancellationToken)).OfType<RunCurve>()],
            ValRows = run.Training?.Facts.ValRows,
        };
    }

    /// <summary>The same run under another id: folders of one name are told apart by their paths.</summary>
    public RunToCompare As(string runId) => this with { RunId = runId, Name = Name ?? RunId };
}
