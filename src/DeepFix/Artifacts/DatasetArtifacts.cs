namespace DeepFix.Artifacts;

/// <summary>What a run logged of its data: metadata and, where there, statistics.</summary>
public sealed record DatasetArtifacts
{
    /// <summary>Path of the metadata within the run.</summary>
    public string? MetadataSource { get; init; }

    /// <summary>Path of the statistics within the run; null where there are none.</summary>
    public string? StatisticsSource { get; init; }

    /// <summary>Name of the data set.</summary>
    public string? DatasetName { get; init; }

    /// <summary>classification, regression, ….</summary>
    public string? TaskType { get; init; }

    /// <summary>tabular, image, text, ….</summary>
    public string? DataType { get; init; }

    /// <summary>Classes.</summary>
    public int? NumClasses { get; init; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Largest class over smallest, as declared.</summary>
    public double? ImbalanceRatio { get; init; }

    /// <summary>Every scalar of the metadata as written, nested ones joined with a dot.</summary>
    public IReadOnlyDictionary<string, string> Raw { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Splits by name: train, val, test. Rows stand here whether they came from metadata or statistics.</summary>
    public IReadOnlyDictionary<string, SplitStatistics> Splits { get; init; } = new Dictionary<string, SplitStatistics>(StringComparer.Ordinal);

    /// <summary>Rows of validation that are also in training.</summary>
    public long? DuplicateRowsTrainVal { get; init; }

    /// <summary>Rows of test that are also in training.</summary>
    public long? DuplicateRowsTrainTest { get; init; }

    /// <summary>Index values of test that are also in training.</summary>
    public long? IndexOverlapTrainTest { get; init; }

    /// <summary>Features.</summary>
    public IReadOnlyList<FeatureStatistics> Features { get; init; } = [];

    /// <summary>Pairs of features that go together.</summary>
    public IReadOnlyList<FeatureCorrelation> Correlations { get; init; } = [];

    /// <summary>What the model is fed, by split: after preprocessing.</summary>
    public IReadOnlyDictionary<string, Moments> ModelInput { get; init; } = new Dictionary<string, Moments>(StringComparer.Ordinal);

    /// <summary>Date columns and whatever else the statistics hold, as they came.</summary>
    public System.Text.Json.Nodes.JsonObject? Rest { get; init; }

    /// <summary>Faults of the record that were met while reading it.</summary>
    public IReadOnlyList<RecordFault> Faults { get; init; } = [];
}
