namespace DeepFix.Api;

/// <summary>Asks for the comparison of runs.</summary>
/// <remarks>The generated JSON reader sets a member that is left out to null: lists then become empty.</remarks>
public sealed record ComparisonRequest
{
    /// <summary>Fewest runs that can be compared.</summary>
    public const int FewestRuns = 2;

    /// <summary>Most runs that one comparison takes.</summary>
    public const int MostRuns = 100;

    /// <summary>The runs, 2 to 100, each once. Required.</summary>
    public IReadOnlyList<RunReference> Runs { get; init => field = value ?? []; } = [];

    /// <summary>Id of the run that the others are held against, one of <see cref="Runs"/>; null: the best one.</summary>
    public string? Baseline { get; init; }

    /// <summary>The metric that decides, by its contract name or its own; null: the most telling one that the runs share.</summary>
    public string? Metric { get; init; }

    /// <summary>Seconds within which an answer is wanted, fetch included: 30 to 300.</summary>
    public double MaxAnalysisTime { get; init; } = 60;

    /// <summary>What the caller knows about the runs.</summary>
    public AnalysisContext? Context { get; init; }
}
