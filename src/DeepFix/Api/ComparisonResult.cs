namespace DeepFix.Api;

/// <summary>What separates runs, and what of it explains that some are better.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: lists and texts then become empty.</remarks>
public sealed record ComparisonResult
{
    /// <summary>Id of this comparison.</summary>
    public required string RequestId { get; init; }

    /// <summary>What came out, in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The metric that decides; null where the runs share none whose direction is known.</summary>
    public string? Metric { get; init; }

    /// <summary>Id of the run that the others are held against; null where none could be judged.</summary>
    public string? Reference { get; init; }

    /// <summary>The runs, in the order in which they were asked for.</summary>
    public IReadOnlyList<ComparedRun> Runs { get; init => field = value ?? []; } = [];

    /// <summary>What is not the same in all runs: parameters first, then data, then environment.</summary>
    public IReadOnlyList<Change> Changed { get; init => field = value ?? []; } = [];

    /// <summary>Changes that explain the difference in the metric, most likely first; empty where no run differs clearly.</summary>
    public IReadOnlyList<Explanation> Explanations { get; init => field = value ?? []; } = [];

    /// <summary>Metrics of all runs at the same steps or epochs.</summary>
    public IReadOnlyList<ComparedCurve> Curves { get; init => field = value ?? []; } = [];

    /// <summary>What the user should know about how the answer came about.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>Seconds from the request to the answer, fetch included.</summary>
    public double ExecutionTime { get; init; }

    /// <summary>When the answer was ready, UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Version of the engine.</summary>
    public string EngineVersion { get; init => field = value ?? ""; } = "";
}
