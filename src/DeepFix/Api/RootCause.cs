namespace DeepFix.Api;

/// <summary>What made the run go wrong.</summary>
public sealed record RootCause
{
    /// <summary>The code in the vocabulary.</summary>
    public required string Code { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Probability, 0 to 1, that it is a cause.</summary>
    public required double Confidence { get; init; }

    /// <summary>Codes of findings that it accounts for.</summary>
    public IReadOnlyList<string> Explains { get; init; } = [];
}
