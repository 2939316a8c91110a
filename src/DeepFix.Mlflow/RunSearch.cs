namespace DeepFix.Mlflow;

/// <summary>Which runs to look for.</summary>
public sealed record RunSearch
{
    /// <summary>Experiments to look in.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>MLflow's filter expression (<c>tags.mlflow.parentRunId = '…'</c>); null for all. Stores on disk understand equality on tags, params, attributes.status and attributes.run_name, joined with <c>and</c>.</summary>
    public string? Filter { get; init; }

    /// <summary>Deleted runs instead of active ones.</summary>
    public bool Deleted { get; init; }

    /// <summary>At most this many, newest start first.</summary>
    public int MaxResults { get; init; } = 1000;
}
