namespace DeepFix.Artifacts;

/// <summary>One feature in one split. Null = not stated.</summary>
public sealed record FeatureSplit
{
    /// <summary>Mean, deviation and range.</summary>
    public Moments Moments { get; init; } = new(null, null, null, null);

    /// <summary>Quantiles by their level: 0.05, 0.25, 0.5, 0.75, 0.95.</summary>
    public IReadOnlyDictionary<double, double> Quantiles { get; init; } = new Dictionary<double, double>();

    /// <summary>Cells without a value.</summary>
    public long? Missing { get; init; }

    /// <summary>Different values.</summary>
    public long? Unique { get; init; }

    /// <summary>Rows in each bin.</summary>
    public IReadOnlyList<long> Histogram { get; init; } = [];

    /// <summary>The commonest values with their rows, most first.</summary>
    public IReadOnlyDictionary<string, long> TopValues { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Rows whose value is not among <see cref="TopValues"/>.</summary>
    public long? ValuesNotListed { get; init; }

    /// <summary>Rows by type of value: number, text, missing spelling, ….</summary>
    public IReadOnlyDictionary<string, long> ValueTypes { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Length of text values.</summary>
    public Moments? StringLength { get; init; }
}
