namespace DeepFix.Agents;

/// <summary>Where an analysis stands.</summary>
/// <param name="Name">What is being done: <c>fetching</c>, <c>parsing</c>, <c>analyzing</c>, <c>integrating</c>, <c>advising</c>, <c>done</c>.</param>
/// <param name="Progress">How much of the whole is done, 0 to 1.</param>
/// <param name="Detail">What is being worked on, for people; null where there is nothing to add.</param>
public readonly record struct AnalysisStage(string Name, double Progress, string? Detail = null)
{
    /// <summary>Artifacts are on their way.</summary>
    public static AnalysisStage Fetching(double share, string? detail = null) => new("fetching", 0.5 * share, detail);

    /// <summary>Artifacts are being read.</summary>
    public static AnalysisStage Parsing { get; } = new("parsing", 0.5);

    /// <summary>The three analysers are at work.</summary>
    public static AnalysisStage Analyzing { get; } = new("analyzing", 0.6);

    /// <summary>Their evidence is being weighed together.</summary>
    public static AnalysisStage Integrating { get; } = new("integrating", 0.85);

    /// <summary>Remedies are being ranked.</summary>
    public static AnalysisStage Advising { get; } = new("advising", 0.95);

    /// <summary>The result is there.</summary>
    public static AnalysisStage Done { get; } = new("done", 1);
}
