namespace DeepFix.Verification;

/// <summary>One number that a result states, beside what the raw artifacts give.</summary>
public sealed record CheckedNumber
{
    /// <summary>The code of the finding that states it; empty for the points of a curve.</summary>
    public string Code { get; init; } = "";

    /// <summary>What was measured, in the words of the result.</summary>
    public required string Measure { get; init; }

    /// <summary>The metric, parameter, feature or column.</summary>
    public string? Series { get; init; }

    /// <summary>The number as stated, six significant digits.</summary>
    public required double Stated { get; init; }

    /// <summary>The number as recomputed, unrounded; null where the artifacts give none.</summary>
    public double? Recomputed { get; init; }

    /// <summary>Whether the two agree.</summary>
    public required CheckVerdict Verdict { get; init; }

    /// <summary>What does not agree, in a sentence; null where all does.</summary>
    public string? Why { get; init; }
}
