using System.Text.Json.Nodes;

namespace DeepFix;

/// <summary>What to do about a finding.</summary>
public sealed record Recommendation
{
    /// <summary>What to do, in a sentence, with the concrete new value where one can be computed.</summary>
    public required string Action { get; init; }

    /// <summary>Why that helps, from the knowledge page of the finding's code.</summary>
    public required string Rationale { get; init; }

    /// <summary>How soon to do it.</summary>
    public required Severity Priority { get; init; }

    /// <summary>The probability, 0 to 1, that the action helps.</summary>
    public required double Confidence { get; init; }

    /// <summary>The action's code in the vocabulary.</summary>
    public string? ActionCode { get; init; }

    /// <summary>Concrete new values by parameter name: a rate, an epoch, a class weight.</summary>
    public JsonObject? Parameters { get; init; }
}
