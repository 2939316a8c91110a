namespace DeepFix.Api;

/// <summary>One run among those it was compared with.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: lists then become empty.</remarks>
public sealed record ComparedRun
{
    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Its name, if it has one.</summary>
    public string? Name { get; init; }

    /// <summary>How it stands to the reference.</summary>
    public required RunVerdict Verdict { get; init; }

    /// <summary>Its lead over the reference in the metric that decides; null for the reference and where it cannot be judged.</summary>
    public Effect? Difference { get; init; }

    /// <summary>What its own analysis says, in one line.</summary>
    public string? Diagnosis { get; init; }

    /// <summary>Findings of its own analysis, gravest first.</summary>
    public IReadOnlyList<Finding> Findings { get; init => field = value ?? []; } = [];

    /// <summary>Level of every metric at its end, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init => field = value ?? new Dictionary<string, double>(StringComparer.Ordinal); } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Declared parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init => field = value ?? new Dictionary<string, string>(StringComparer.Ordinal); } = new Dictionary<string, string>(StringComparer.Ordinal);
}
