namespace DeepFix.Mlflow.Artifacts;

/// <summary>Where a run's artifacts are read from.</summary>
/// <param name="Repository">Reads them.</param>
/// <param name="Root">The folder or URI they are read from, without credentials: safe to show.</param>
/// <param name="Notice">A sentence for the user where that is not the place that the run's record names; else null.</param>
public sealed record ArtifactSource(IArtifactRepository Repository, string Root, string? Notice = null);
