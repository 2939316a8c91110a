namespace DeepFix.Artifacts;

/// <summary>Statistics of one split (contract: <c>dataset/statistics.json</c>, <c>splits</c>). Null = not stated.</summary>
public sealed record SplitStatistics
{
    /// <summary>Rows.</summary>
    public long? NumSamples { get; init; }

    /// <summary>Features a row.</summary>
    public int? NumFeatures { get; init; }

    /// <summary>Shape of a row.</summary>
    public IReadOnlyList<int> SampleShape { get; init; } = [];

    /// <summary>Rows of each class, by class name; empty for regression.</summary>
    public IReadOnlyDictionary<string, long> ClassCounts { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Moments of a numeric target.</summary>
    public Moments? Target { get; init; }

    /// <summary>Rows that repeat another row of the split.</summary>
    public long? DuplicateRows { get; init; }

    /// <summary>Rows with inputs equal to another row's and a different label.</summary>
    public long? ConflictingLabelRows { get; init; }

    /// <summary>Cells without a value.</summary>
    public long? MissingCells { get; init; }

    /// <summary>Share of rows whose nearest neighbours carry another label, 0 to 1.</summary>
    public double? KnnLabelDisagreement { get; init; }
}
