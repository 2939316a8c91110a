namespace DeepFix.Artifacts;

/// <summary>Everything that was fetched of one run, before any of it is parsed. Made by the fetch stage; the only input of the analysis.</summary>
public sealed record RunRecord
{
    /// <summary>The run's id, or the folder's name where there is no MLflow.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>The run's state.</summary>
    public RunStatus Status { get; init; }

    /// <summary>The artifact files of contract paths that were transferred.</summary>
    public IReadOnlyList<RunFile> Files { get; init; } = [];

    /// <summary>Metric histories of the tracking store; those that no name rule knows are thinned or left out.</summary>
    public IReadOnlyList<MetricHistory> Histories { get; init; } = [];

    /// <summary>Parameters of the tracking store.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tags of the tracking store.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Digests of the data sets that the tracking store says the run used, by name and purpose.</summary>
    public IReadOnlyDictionary<string, string> DataDigests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the store has of the run and of those before it in its experiment; null where they were not asked for or could not be had.</summary>
    public EarlierRuns? Earlier { get; init; }

    /// <summary>Ids of child runs, for a parent that logged no metrics itself.</summary>
    public IReadOnlyList<string> ChildRunIds { get; init; } = [];

    /// <summary>What the fetch had to leave out, in sentences for the user.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
