namespace DeepFix.Artifacts;

/// <summary>What deepchecks found out about a run's data and model.</summary>
public sealed record DeepchecksArtifacts
{
    /// <summary>Path of the results within the run.</summary>
    public string Source { get; init; } = "";

    /// <summary>Name of the data set.</summary>
    public string? DatasetName { get; init; }

    /// <summary>tabular, vision or nlp, where stated.</summary>
    public string? DataType { get; init; }

    /// <summary>All checks.</summary>
    public IReadOnlyList<DeepchecksEntry> Entries { get; init; } = [];

    /// <summary>Statistics and metadata of the same data, where the run has them: sample sizes for the noise of a drift score.</summary>
    public DatasetArtifacts? Dataset { get; init; }

    /// <summary>Faults of the record that were met while reading it.</summary>
    public IReadOnlyList<RecordFault> Faults { get; init; } = [];

    /// <summary>The entries of a check by its name, those that ran first.</summary>
    public IEnumerable<DeepchecksEntry> Of(string checkName)
        => Entries.Where(e => string.Equals(e.CheckName, checkName, StringComparison.OrdinalIgnoreCase)).OrderBy(e => e.Failure is not null);
}
