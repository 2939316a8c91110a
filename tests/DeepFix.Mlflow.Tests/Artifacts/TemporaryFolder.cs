namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>A folder that goes away with its owner.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepfix-artifacts-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
