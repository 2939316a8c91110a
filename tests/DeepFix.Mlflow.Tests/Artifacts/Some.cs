namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Builders of what a test needs and does not care about.</summary>
internal static class Some
{
    public const string RunId = "46dd2e0fac1a4421b62f060b12025659";

    public static Run Run(string artifactUri, string runId = RunId) => new() { RunId = runId, ExperimentId = "1", Status = MlflowRunStatus.Finished, ArtifactUri = artifactUri };
}
