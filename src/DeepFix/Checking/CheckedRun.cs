using DeepFix.Api;

namespace DeepFix.Checking;

/// <summary>A run that was checked.</summary>
public sealed record CheckedRun
{
    /// <summary>What a person calls it.</summary>
    public required string Title { get; init; }

    /// <summary>Its analysis.</summary>
    public required AnalysisResult Result { get; init; }

    /// <summary>What came out.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>Its findings, those that let it fail first, then gravest first.</summary>
    public IReadOnlyList<CheckedFinding> Findings { get; init; } = [];

    /// <summary>Codes of the baseline's findings that this run does not have.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>What the user should know: expired suppressions, a baseline that could not be compared.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The findings that let it fail.</summary>
    public IEnumerable<CheckedFinding> Failing => Findings.Where(f => f.Fails);
}
