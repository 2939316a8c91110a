namespace DeepFix.Api;

/// <summary>One finding with what to do about it. (The names of the members are the specification's: each is one object.)</summary>
public sealed record Analysis
{
    /// <summary>The finding.</summary>
    public required Finding Findings { get; init; }

    /// <summary>What to do about it.</summary>
    public required Recommendation Recommendations { get; init; }
}
