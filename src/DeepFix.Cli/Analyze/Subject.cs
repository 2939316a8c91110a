using DeepFix.Fetch;

namespace DeepFix.Cli.Analyze;

/// <summary>One run to analyse.</summary>
/// <param name="Label">The run's id, or the folder as it was named.</param>
/// <param name="FileName">Name for its output file, without an extension; safe on every file system.</param>
/// <param name="Source">Where it is.</param>
internal sealed record Subject(string Label, string FileName, RunSource Source)
{
    /// <summary>Its name, where it is known beforehand.</summary>
    public string? Name { get; init; }

    /// <summary>The tracking URI without credentials; null for a folder.</summary>
    public string? TrackingUri => Source is MlflowRunSource ? Source.Where : null;
}
