namespace DeepFix.Agents;

/// <summary>How an agent ended.</summary>
/// <typeparam name="TReport">What it says when it finishes.</typeparam>
public abstract record AgentOutcome<TReport>
{
    private AgentOutcome()
    {
    }

    /// <summary>What it said, if it finished.</summary>
    public TReport? Report => this is Finished finished ? finished.Said : default;

    /// <summary>It finished.</summary>
    public sealed record Finished(TReport Said) : AgentOutcome<TReport>;

    /// <summary>It threw; the message is safe to show.</summary>
    public sealed record Failed(string Message) : AgentOutcome<TReport>;

    /// <summary>It ran out of time.</summary>
    public sealed record TimedOut : AgentOutcome<TReport>;

    /// <summary>The caller switched it off.</summary>
    public sealed record SwitchedOff : AgentOutcome<TReport>;

    /// <summary>The run has no artifacts for it.</summary>
    public sealed record NothingToRead : AgentOutcome<TReport>;
}
