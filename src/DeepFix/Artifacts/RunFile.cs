namespace DeepFix.Artifacts;

/// <summary>One artifact file of a run, wherever its bytes lie.</summary>
/// <param name="Path">Path within the run's artifacts, with forward slashes: <c>training_artifacts/metrics.csv</c>.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Open">Opens the bytes for reading from the start; the caller disposes the stream.</param>
public sealed record RunFile(string Path, long Size, Func<Stream> Open);
