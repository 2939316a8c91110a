namespace DeepFix.Api;

/// <summary>A piece of knowledge.</summary>
public sealed record KnowledgeItem
{
    /// <summary>The text.</summary>
    public required string Content { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Probability, 0 to 1, that the item answers the question.</summary>
    public required double Confidence { get; init; }

    /// <summary>Raw rank score.</summary>
    public required double RelevanceScore { get; init; }

    /// <summary>What is known of the item itself.</summary>
    public required KnowledgeMetadata Metadata { get; init; }
}
