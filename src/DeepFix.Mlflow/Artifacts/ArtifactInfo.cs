namespace DeepFix.Mlflow.Artifacts;

/// <summary>A file or folder among a run's artifacts.</summary>
/// <param name="Path">Path within the run, with forward slashes.</param>
/// <param name="IsDirectory">Whether it is a folder.</param>
/// <param name="Size">Length in bytes; null for a folder, or where the store does not say.</param>
public sealed record ArtifactInfo(string Path, bool IsDirectory, long? Size);
