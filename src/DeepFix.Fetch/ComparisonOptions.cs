using DeepFix.Api;

namespace DeepFix.Fetch;

/// <summary>How runs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Id of the run that the others are held against; null: the best.</summary>
    public string? Baseline { get; init; }

    /// <summary>The metric that decides; null: the most telling one that the runs share.</summary>
    public string? Metric { get; init; }

    /// <summary>What the caller knows about the runs.</summary>
    public AnalysisContext? Context { get; init; }

    /// <summary>Time from the request to the answer, fetch included.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(60);
}
