using System.Text.Json.Nodes;

namespace DeepFix.Api;

/// <summary>What one agent found.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: it then becomes empty.</remarks>
public sealed record AgentResult
{
    /// <summary>Of <see cref="AgentNames"/>.</summary>
    public required string AgentName { get; init; }

    /// <summary>Findings with recommendations, gravest first.</summary>
    public IReadOnlyList<Analysis> Analysis { get; init => field = value ?? []; } = [];

    /// <summary>Paths of the artifacts that the agent looked at.</summary>
    public IReadOnlyList<string> AnalyzedArtifacts { get; init => field = value ?? []; } = [];

    /// <summary>Knowledge that the findings rest on.</summary>
    public IReadOnlyList<KnowledgeItem> RetrievedKnowledge { get; init => field = value ?? []; } = [];

    /// <summary>Whatever else the agent has to say, by name.</summary>
    public JsonObject AdditionalOutputs { get; init => field = value ?? []; } = [];

    /// <summary>Why the agent failed; null where it did not.</summary>
    public string? ErrorMessage { get; init; }
}
