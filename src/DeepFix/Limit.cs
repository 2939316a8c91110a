using System.Runtime.CompilerServices;

namespace DeepFix;

/// <summary>A number on which a verdict turns: which side is healthy, in what range it may be set, what it means and where it comes from.</summary>
public sealed record Limit
{
    private Limit(string name, double value, LimitSide side, string unit, double min, double max, string meaning, string source)
    {
        if (!double.IsFinite(value) || value < min || value > max)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} must lie between {Significant.Text(min)} and {Significant.Text(max)}.");
        (Name, Value, Side, Unit, Min, Max, Meaning, Source) = (name, value, side, unit, min, max, meaning, source);
    }

    /// <summary>The name of the property that holds the limit.</summary>
    public string Name { get; }

    /// <summary>The limit itself, in <see cref="Unit"/>.</summary>
    public double Value { get; }

    /// <summary>On which side of the limit a healthy value lies.</summary>
    public LimitSide Side { get; }

    /// <summary>The unit of the value: <c>epochs</c>, <c>rows</c>, <c>ratio</c>, <c>fraction</c>, <c>nats</c>, …</summary>
    public string Unit { get; }

    /// <summary>The smallest value that makes sense.</summary>
    public double Min { get; }

    /// <summary>The largest value that makes sense.</summary>
    public double Max { get; }

    /// <summary>What crossing the limit means, in a sentence.</summary>
    public string Meaning { get; }

    /// <summary>Where the default comes from: a formula, a publication, or the runs on which it was measured.</summary>
    public string Source { get; }

    /// <summary>A limit that healthy values do not exceed.</summary>
    public static Limit AtMost(double value, string unit, double min, double max, string meaning, string source, [CallerMemberName] string name = "")
        => new(name, value, LimitSide.AtMost, unit, min, max, meaning, source);

    /// <summary>A limit that healthy values reach.</summary>
    public static Limit AtLeast(double value, string unit, double min, double max, string meaning, string source, [CallerMemberName] string name = "")
        => new(name, value, LimitSide.AtLeast, unit, min, max, meaning, source);

    /// <summary>The same limit at another value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or outside <see cref="Min"/> to <see cref="Max"/>.</exception>
    public Limit At(double value) => new(Name, value, Side, Unit, Min, Max, Meaning, Source);

    /// <summary>Whether a value lies on the unhealthy side. A value equal to the limit does not.</summary>
    public bool IsCrossedBy(double value) => Side == LimitSide.AtMost ? value > Value : value < Value;

    /// <summary>A measured value held against this limit.</summary>
    /// <param name="measure">What was measured, in words that a reader can recompute it from.</param>
    /// <param name="value">The value, finite, in the limit's unit.</param>
    /// <param name="series">The metric, parameter or column that it was taken from.</param>
    /// <param name="fromStep">First step of the stretch that it was taken over.</param>
    /// <param name="toStep">Last step of the stretch.</param>
    public Evidence Judge(string measure, double value, string? series = null, long? fromStep = null, long? toStep = null)
        => new() { Measure = measure, Value = value, Limit = Value, Side = Side, Unit = Unit, Series = series, FromStep = fromStep, ToStep = toStep };
}
