using DeepFix.Api;

namespace DeepFix.Agents;

/// <summary>One cancellation token for each agent, beside the caller's own: an agent whose token fires is left out, the caller's ends the analysis.</summary>
/// <param name="caller">The caller's: when it fires, there is no result.</param>
public sealed class AgentTokens(CancellationToken caller)
{
    private readonly Dictionary<string, CancellationToken> _own = new(StringComparer.Ordinal);

    /// <summary>No agent is ever cancelled.</summary>
    public static AgentTokens None { get; } = new(CancellationToken.None);

    /// <summary>The caller's token.</summary>
    public CancellationToken Caller => caller;

    /// <summary>Told of an agent that was no longer waited for while it still ran, with its work: null where nobody asks.</summary>
    public Action<string, Task>? GivenUp { get; init; }

    /// <summary>The token of an agent (of <see cref="AgentNames"/>); the caller's where it has none of its own.</summary>
    public CancellationToken this[string agentName]
    {
        get => _own.GetValueOrDefault(agentName, caller);
        init => _own[agentName] = value;
    }
}
