namespace DeepFix.Api;

/// <summary>A question to the knowledge base.</summary>
public sealed record KnowledgeQuery
{
    /// <summary>The domain that holds all.</summary>
    public const string GlobalDomain = "global";

    /// <summary>Results at most, however many are asked for.</summary>
    public const int MostResults = 20;

    /// <summary>Domains that may be asked for.</summary>
    public static IReadOnlyList<string> Domains { get; } = ["training", "data_quality", "architecture", "optimization", GlobalDomain];

    /// <summary>Kinds of answer that may be asked for.</summary>
    public static IReadOnlyList<string> QueryTypes { get; } = ["best_practice", "diagnostic", "solution", "validation"];

    /// <summary>The question, in words or keywords.</summary>
    public required string Query { get; init; }

    /// <summary>Where the answer is expected: weighs, never hides.</summary>
    public string Domain { get; init; } = GlobalDomain;

    /// <summary>The kind of answer that is expected: weighs, never hides.</summary>
    public string QueryType { get; init; } = "diagnostic";

    /// <summary>Results at most, 1 to 20.</summary>
    public int MaxResults { get; init; } = 5;

    /// <summary>Least confidence of a result, 0 to 1.</summary>
    public double MinConfidence { get; init; } = 0.7;
}
