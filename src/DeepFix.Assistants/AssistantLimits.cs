namespace DeepFix.Assistants;

/// <summary>What one call may take of a model's context, and of its patience.</summary>
public static class AssistantLimits
{
    /// <summary>Bytes of an answer at most, as UTF-8.</summary>
    public const int MostBytes = 8_000;

    /// <summary>Bytes of one text within an answer; longer ones end in "…".</summary>
    internal const int MostTextBytes = 600;

    /// <summary>How long a call waits for an analysis. Clients give a call a minute, as a rule; the analysis goes on, and read_result finds it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(40);
}
