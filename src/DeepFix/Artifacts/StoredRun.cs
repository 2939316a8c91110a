namespace DeepFix.Artifacts;

/// <summary>A run as a search of the tracking store gives it: settings and last values, no histories or artifacts.</summary>
public sealed record StoredRun
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Its name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>Parameters.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tags that name the code.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Last value of every metric, by key.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Digests of the data sets that the run says it used, by name and purpose.</summary>
    public IReadOnlyDictionary<string, string> DataDigests { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
