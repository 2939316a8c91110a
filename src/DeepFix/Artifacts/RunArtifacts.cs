namespace DeepFix.Artifacts;

/// <summary>A run, parsed: what the agents look at.</summary>
public sealed record RunArtifacts
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>The run's state.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Training artifacts; null where the run logged no metric at all.</summary>
    public TrainingArtifacts? Training { get; init; }

    /// <summary>Dataset artifacts; null where there are none.</summary>
    public DatasetArtifacts? Dataset { get; init; }

    /// <summary>deepchecks artifacts; null where there are none.</summary>
    public DeepchecksArtifacts? Deepchecks { get; init; }

    /// <summary>What could not be read, what was rebuilt and what was left out, in sentences for the user. Absent artifacts are named by the pipeline, not here.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The run and those before it in its experiment, as the store has them; null where there is no store.</summary>
    public EarlierRuns? Earlier { get; init; }

    /// <summary>Ids of child runs, for a parent that logged no metrics itself.</summary>
    public IReadOnlyList<string> ChildRunIds { get; init; } = [];

    /// <summary>Paths of the artifacts that were read.</summary>
    public IReadOnlyList<string> AnalyzedPaths { get; init; } = [];

    /// <summary>SHA-256 over everything that was read: equal digests, engines and options give equal results.</summary>
    public required string Digest { get; init; }
}
