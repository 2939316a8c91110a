namespace DeepFix.Server.Web;

/// <summary>What is known of a run.</summary>
/// <param name="Kind">What it comes to.</param>
/// <param name="Text">The same in words.</param>
/// <param name="RequestId">The analysis that says so, where the job store still has it.</param>
public sealed record KnownVerdict(KnownVerdictKind Kind, string Text, string? RequestId)
{
    /// <summary>Nothing is known.</summary>
    public static KnownVerdict NotAnalyzed { get; } = new(KnownVerdictKind.None, "Not analysed", null);
}
