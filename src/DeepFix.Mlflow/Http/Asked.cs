namespace DeepFix.Mlflow.Http;

/// <summary>What a request was about, to tell what "not found" means.</summary>
internal enum Asked
{
    /// <summary>A run, its metrics, params or tags.</summary>
    Run,

    /// <summary>An experiment.</summary>
    Experiment,

    /// <summary>An artifact.</summary>
    Artifact,

    /// <summary>A list of artifacts.</summary>
    Artifacts,

    /// <summary>Something else, as a search.</summary>
    Other,
}
