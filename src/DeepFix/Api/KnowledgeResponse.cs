namespace DeepFix.Api;

/// <summary>What the knowledge base answers.</summary>
public sealed record KnowledgeResponse
{
    /// <summary>The question as it was asked.</summary>
    public required string Query { get; init; }

    /// <summary>Answers, best first; empty where the base knows none.</summary>
    public IReadOnlyList<KnowledgeItem> Results { get; init => field = value ?? []; } = [];

    /// <summary>Changes whenever an item does.</summary>
    public required string KnowledgeVersion { get; init; }

    /// <summary>Whether the answer was kept from an earlier time.</summary>
    public bool Cached { get; init; }

    /// <summary>Seconds that the answer took.</summary>
    public double ExecutionTime { get; init; }

    /// <summary>What the answer lacks, where it lacks something; absent otherwise.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>The results, so that a response can be gone through directly.</summary>
    public IEnumerator<KnowledgeItem> GetEnumerator() => Results.GetEnumerator();
}
