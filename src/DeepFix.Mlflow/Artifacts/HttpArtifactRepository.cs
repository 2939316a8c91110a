using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Files below the address of a plain web server: it can give a file that one knows the name of, and neither list nor take any.</summary>
internal sealed class HttpArtifactRepository(MlflowHttp http, Uri root) : IArtifactRepository
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        RelativePath.Folder(path);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromException<IReadOnlyList<ArtifactInfo>>(Lacks("lists no files"));
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var address = new Uri(root.AbsoluteUri.TrimEnd('/') + "/" + RelativePath.Escape(RelativePath.File(path)));
        try
        {
            return await http.Reads.RunAsync(async token => (await ArtifactAnswers.OpenAsync(http, address, token)).Content, cancellationToken);
        }
        catch (MlflowException failure) when (failure.HttpStatus == 404)
        {
            throw RelativePath.NotFound(path, Hosts.Show(root), failure.HttpStatus);
        }
    }

    /// <inheritdoc/>
    public Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        RelativePath.File(path);
        return Task.FromException(Lacks("takes no uploads"));
    }

    private MlflowException Lacks(string what) =>
        new(MlflowErrorCode.NotSupported, $"{Hosts.Show(root)} is a plain web server and {what}.", "Use the tracking server of the run, which can.") { Host = Hosts.Show(root) };
}
