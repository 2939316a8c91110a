namespace DeepFix.Api;

/// <summary>One metric of all runs, read at the same places.</summary>
/// <remarks>The generated JSON reader sets a member that an answer leaves out to null: lists then become empty.</remarks>
public sealed record ComparedCurve
{
    /// <summary>Name of the metric.</summary>
    public required string Series { get; init; }

    /// <summary>What <see cref="At"/> counts: <c>epoch</c> where every run has epochs, else <c>step</c>.</summary>
    public required string Axis { get; init; }

    /// <summary>The places, rising.</summary>
    public IReadOnlyList<double> At { get; init => field = value ?? []; } = [];

    /// <summary>Values by run id, one for each place; null before the run's first point and after its last.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>> Values { get; init => field = value ?? new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal); } = new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal);
}
