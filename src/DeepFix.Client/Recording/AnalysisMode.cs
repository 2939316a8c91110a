namespace DeepFix.Client.Recording;

/// <summary>Whether the end of a training waits for its analysis.</summary>
public enum AnalysisMode
{
    /// <summary>It waits, and prints the result.</summary>
    Sync,

    /// <summary>It prints the request's id; the result is printed if it comes while the program still runs.</summary>
    Async,
}
