namespace DeepFix.Api;

/// <summary>A change that may explain why runs differ.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: lists then become empty.</remarks>
public sealed record Explanation
{
    /// <summary>What changed, as in <see cref="Api.Change.What"/>.</summary>
    public required string Change { get; init; }

    /// <summary>Its value in the run that the others are held against, or in the best of them; null where it was not declared.</summary>
    public string? From { get; init; }

    /// <summary>The value that makes the largest difference to it; null where it was not declared.</summary>
    public string? To { get; init; }

    /// <summary>What going from one to the other does to the metric, if this change is among the reasons: an interval of 90 %.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Probability, 0 to 1, that this change is among the reasons.</summary>
    public required double Confidence { get; init; }

    /// <summary>Changes that always moved together with this one: these runs cannot tell them apart.</summary>
    public IReadOnlyList<string> ConfoundedWith { get; init => field = value ?? []; } = [];
}
