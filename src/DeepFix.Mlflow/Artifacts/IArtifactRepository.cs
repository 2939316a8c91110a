namespace DeepFix.Mlflow.Artifacts;

/// <summary>The artifacts under one root: a run's, as a rule. Paths are relative to the root, with forward slashes, and never leave it.</summary>
/// <remarks>Every method throws <see cref="MlflowException"/> for whatever goes wrong, and <see cref="OperationCanceledException"/> when the caller cancels.</remarks>
public interface IArtifactRepository
{
    /// <summary>What lies directly in a folder ("" for the root); empty where the folder is empty or not there.</summary>
    Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Opens a file for reading. The caller disposes the stream.</summary>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.ArtifactNotFound"/> where there is none.</exception>
    Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default);

    /// <summary>Writes a file, replacing what was there.</summary>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.NotSupported"/> where the store is read-only.</exception>
    Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default);
}
