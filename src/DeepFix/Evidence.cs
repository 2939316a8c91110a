using System.Text.Json.Serialization;

namespace DeepFix;

/// <summary>One measured number of a finding: what was measured, where, and against which limit. Anyone can recompute it from the run's artifacts.</summary>
public sealed record Evidence
{
    private readonly double _value;

    /// <summary>What was measured, in words.</summary>
    public required string Measure { get; init; }

    /// <summary>The measured value, rounded to six significant digits.</summary>
    /// <exception cref="ArgumentException">The value is NaN or infinite: say at which step it became so instead.</exception>
    public required double Value
    {
        get => _value;
        init => _value = double.IsFinite(value)
            ? Significant.Round(value)
            : throw new ArgumentException($"Evidence must be a finite number, not {Significant.Text(value)}: measure how often or since when.", nameof(value));
    }

    /// <summary>The limit that the value was held against, if any.</summary>
    public double? Limit { get; init; }

    /// <summary>On which side of the limit a healthy value lies.</summary>
    public LimitSide? Side { get; init; }

    /// <summary>Unit of value and limit.</summary>
    public string? Unit { get; init; }

    /// <summary>First step of the stretch that the value was taken over.</summary>
    public long? FromStep { get; init; }

    /// <summary>Last step of the stretch.</summary>
    public long? ToStep { get; init; }

    /// <summary>The metric, parameter, feature or column that the value belongs to.</summary>
    public string? Series { get; init; }

    /// <summary>The artifact that the value was read from, as a path within the run.</summary>
    public string? Source { get; init; }

    /// <summary>Whether the value lies on the unhealthy side of its limit.</summary>
    [JsonIgnore]
    public bool CrossesLimit => Limit is { } limit && Side switch
    {
        LimitSide.AtMost => Value > limit,
        LimitSide.AtLeast => Value < limit,
        _ => false,
    };
}
