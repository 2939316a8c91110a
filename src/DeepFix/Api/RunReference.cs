namespace DeepFix.Api;

/// <summary>A run and where it is.</summary>
public sealed record RunReference
{
    /// <summary>Id of the MLflow run. Required.</summary>
    public string? RunId { get; init; }

    /// <summary>Absolute URI of its tracking server. Required.</summary>
    public string? MlflowTrackingUri { get; init; }
}
