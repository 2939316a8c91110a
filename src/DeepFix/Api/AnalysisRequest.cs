namespace DeepFix.Api;

/// <summary>Asks for the analysis of one run.</summary>
public sealed record AnalysisRequest
{
    /// <summary>Id of the MLflow run. Required.</summary>
    public string? RunId { get; init; }

    /// <summary>Absolute URI of the tracking server. Required.</summary>
    public string? MlflowTrackingUri { get; init; }

    /// <summary>What to analyse and for how long.</summary>
    public AnalysisOptions AnalysisOptions { get; init; } = new();

    /// <summary>What the caller knows about the run.</summary>
    public AnalysisContext? Context { get; init; }
}
