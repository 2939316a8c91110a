namespace DeepFix.Api;

/// <summary>How an analysis ended.</summary>
public enum AnalysisStatus
{
    /// <summary>Every agent that was asked for is whole; artifacts may be missing.</summary>
    Completed,

    /// <summary>An agent failed or ran out of time; the others are whole.</summary>
    Partial,

    /// <summary>There is no result; <see cref="AnalysisResult.Error"/> says why.</summary>
    Failed,
}
