namespace DeepFix.Api;

/// <summary>The answer: findings by agent, root causes, action plan, and what could not be judged.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: lists and texts then become empty.</remarks>
public sealed record AnalysisResult
{
    /// <summary>Id of this analysis.</summary>
    public required string RequestId { get; init; }

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's name, as whoever trained it chose it; null where it has none.</summary>
    public string? RunName { get; init; }

    /// <summary>How it ended.</summary>
    public required AnalysisStatus Status { get; init; }

    /// <summary>The verdict in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>The agents that ran.</summary>
    public IReadOnlyList<AgentResult> AgentResults { get; init => field = value ?? []; } = [];

    /// <summary>Seconds from the request to the answer, fetch included.</summary>
    public double ExecutionTime { get; init; }

    /// <summary>When the answer was ready, UTC.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>What the user should know about how the answer came about.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>At most five causes, most likely first.</summary>
    public IReadOnlyList<RootCause> RootCauses { get; init => field = value ?? []; } = [];

    /// <summary>What to do, most promising first.</summary>
    public IReadOnlyList<PlannedAction> ActionPlan { get; init => field = value ?? []; } = [];

    /// <summary>Codes that could not be judged.</summary>
    public IReadOnlyList<NotAssessed> NotAssessed { get; init => field = value ?? []; } = [];

    /// <summary>Series for display.</summary>
    public IReadOnlyList<Curve> Curves { get; init => field = value ?? []; } = [];

    /// <summary>The run's state as MLflow has it; null for a folder.</summary>
    public string? RunStatus { get; init; }

    /// <summary>Version of the engine.</summary>
    public string EngineVersion { get; init => field = value ?? ""; } = "";

    /// <summary>Version of the knowledge.</summary>
    public string KnowledgeVersion { get; init => field = value ?? ""; } = "";

    /// <summary>SHA-256 over what was analysed.</summary>
    public string ArtifactsDigest { get; init => field = value ?? ""; } = "";

    /// <summary>Why there is no result.</summary>
    public ErrorResponse? Error { get; init; }

    /// <summary>All findings of all agents, in the order of the agents.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<Finding> Findings => AgentResults.SelectMany(a => a.Analysis).Select(a => a.Findings);
}
