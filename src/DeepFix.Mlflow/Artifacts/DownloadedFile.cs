namespace DeepFix.Mlflow.Artifacts;

/// <summary>A file that arrived whole.</summary>
/// <param name="ArtifactPath">Its path among the run's artifacts.</param>
/// <param name="LocalPath">Where it lies on disk; its name is another where the artifact's would be unsafe there.</param>
/// <param name="Size">Length in bytes, as counted.</param>
public sealed record DownloadedFile(string ArtifactPath, string LocalPath, long Size);
