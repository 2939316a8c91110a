namespace DeepFix.Api;

/// <summary>A series for display: at most 200 points, extremes kept.</summary>
public sealed record Curve
{
    /// <summary>Name of the metric.</summary>
    public required string Series { get; init; }

    /// <summary>Unit, where known.</summary>
    public string? Unit { get; init; }

    /// <summary>Pairs of step and value; a value that is not finite is left out.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Points { get; init; }

    /// <summary>Steps at which findings point.</summary>
    public IReadOnlyList<CurveMark> Marks { get; init; } = [];
}
