namespace DeepFix.Api;

/// <summary>What one detector judges, on what, and by which limits.</summary>
public sealed record DetectorInfo
{
    /// <summary>The code that it finds.</summary>
    public required string Code { get; init; }

    /// <summary>What the code is: a cause, a symptom, a fact of the data or a fault of the record.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>The code's title.</summary>
    public required string Title { get; init; }

    /// <summary>What the code means.</summary>
    public required string Definition { get; init; }

    /// <summary>The agent that runs it, of <see cref="AgentNames"/>.</summary>
    public required string Agent { get; init; }

    /// <summary>Artifacts that its agent looks at.</summary>
    public IReadOnlyList<string> Artifacts { get; init => field = value ?? []; } = [];

    /// <summary>Columns and fields that it reads.</summary>
    public IReadOnlyList<string> Columns { get; init => field = value ?? []; } = [];

    /// <summary>Numbers on which its verdict turns.</summary>
    public IReadOnlyList<DetectorLimit> Limits { get; init => field = value ?? []; } = [];

    /// <summary>What helps, by the codes of actions.</summary>
    public IReadOnlyList<string> Remedies { get; init => field = value ?? []; } = [];

    /// <summary>Its page in the knowledge base; null where it has none.</summary>
    public string? KnowledgeId { get; init; }
}
