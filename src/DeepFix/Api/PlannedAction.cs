using System.Text.Json.Nodes;

namespace DeepFix.Api;

/// <summary>One step of the action plan.</summary>
public sealed record PlannedAction
{
    /// <summary>Place in the plan, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>The action's code in the vocabulary.</summary>
    public required string ActionCode { get; init; }

    /// <summary>What to do, in a sentence, with concrete values.</summary>
    public required string Action { get; init; }

    /// <summary>Concrete new values by parameter name.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>Why it should help.</summary>
    public required string Rationale { get; init; }

    /// <summary>What it brought in measured runs; null where none was measured.</summary>
    public ExpectedEffect? ExpectedEffect { get; init; }

    /// <summary>Probability, 0 to 1, that it helps.</summary>
    public required double Confidence { get; init; }

    /// <summary>Codes of the findings that it addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];
}
