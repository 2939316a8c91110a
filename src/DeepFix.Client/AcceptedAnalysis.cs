using DeepFix.Api;

namespace DeepFix.Client;

/// <summary>An analysis that the server took on: it ends in exactly one result, whatever becomes of this process.</summary>
public sealed record AcceptedAnalysis
{
    /// <summary>Finds the analysis later.</summary>
    public required string RequestId { get; init; }

    /// <summary>How long the server asked to wait before it is asked; null where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The result, where the server answered with it at once; else null.</summary>
    public AnalysisResult? Result { get; init; }
}
