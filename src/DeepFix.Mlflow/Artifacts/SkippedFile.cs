namespace DeepFix.Mlflow.Artifacts;

/// <summary>A wanted file that was not downloaded.</summary>
/// <param name="ArtifactPath">Its path among the run's artifacts.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">Why, in a sentence with the numbers.</param>
public sealed record SkippedFile(string ArtifactPath, SkipReason Reason, string Message);
