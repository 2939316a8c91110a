namespace DeepFix.Api;

/// <summary>A number on which a verdict turns.</summary>
public sealed record DetectorLimit
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The number in force.</summary>
    public required double Value { get; init; }

    /// <summary>On which side of it the measure has to lie.</summary>
    public required LimitSide Side { get; init; }

    /// <summary>Its unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The sensible range, least and most; an end that is open is null.</summary>
    public IReadOnlyList<double?> Range { get; init => field = value ?? []; } = [];

    /// <summary>What it means.</summary>
    public required string Meaning { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }
}
