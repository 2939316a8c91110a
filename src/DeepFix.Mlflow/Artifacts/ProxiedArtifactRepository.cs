using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Rest;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Artifacts behind the proxy routes of an MLflow server (<c>mlflow-artifacts:</c>).</summary>
/// <param name="http">The way there.</param>
/// <param name="server">The server, with its path prefix and a slash at the end.</param>
/// <param name="root">Path of the root below the proxy's own, without slashes at its ends.</param>
/// <param name="unproxied">The same artifacts by another route of the server, for names that the proxy cannot answer; null where there is none.</param>
internal sealed class ProxiedArtifactRepository(MlflowHttp http, Uri server, string root, IArtifactRepository? unproxied) : IArtifactRepository
{
    /// <summary>The proxy's route below the server.</summary>
    public const string Route = "api/2.0/mlflow-artifacts/artifacts";

    private readonly RestCalls _calls = new(http);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        var folder = RelativePath.Folder(path);
        var address = new Uri(server, Route + RestCalls.Query(("path", RelativePath.Join(root, folder))));
        var answer = await _calls.GetAsync(address, Asked.Artifacts, WireJson.Default.ArtifactsAnswer, cancellationToken);
        return [.. (answer.Files ?? []).Select(file => file.ToInfo(folder))];
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var address = Address(RelativePath.File(path));
        return http.Reads.RunAsync(token => OpenOnceAsync(address, path, token), cancellationToken);
    }

    private async Task<Stream> OpenOnceAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        try
        {
            var (content, length) = await ArtifactAnswers.OpenAsync(http, address, cancellationToken);
            return length is null ? await FileOnlyAsync(content, path, cancellationToken) : content;
        }
        catch (MlflowException failure) when (failure.Code is MlflowErrorCode.ConnectionFailed && unproxied is not null && path.Any(letter => letter > 'ÿ'))
        {
            // MLflow 2.x hangs up instead of answering for a name with letters outside Latin-1.
            return await unproxied.OpenReadAsync(path, cancellationToken);
        }
        catch (MlflowException failure)
        {
            throw await ArtifactAnswers.ExplainAsync(failure, this, path, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default) =>
        ArtifactAnswers.SendAsync(http, HttpMethod.Put, Address(RelativePath.File(path)), content, cancellationToken);

    // For a folder on S3 the proxy answers 200 without a length and nothing, as for an empty file.
    private async Task<Stream> FileOnlyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        try
        {
            var first = new byte[1];
            if (await content.ReadAsync(first, cancellationToken) > 0) return new PrefixedStream(first, content);
            var entry = await ArtifactAnswers.FindAsync(this, path, cancellationToken);
            if (entry is null) throw RelativePath.NotFound(path, Hosts.Show(server));
            return entry.IsDirectory ? throw ArtifactAnswers.IsFolder(path, Hosts.Show(server)) : content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private Uri Address(string path) => new(server, $"{Route}/{RelativePath.Escape(RelativePath.Join(root, path))}");
}
