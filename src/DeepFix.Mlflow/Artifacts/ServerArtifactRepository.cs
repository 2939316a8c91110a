using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Rest;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>A run's artifacts as its tracking server reads them, wherever they lie: the server holds the credentials. Serves every scheme on every server but those of <c>--artifacts-only</c>.</summary>
internal sealed class ServerArtifactRepository(MlflowHttp http, string runId) : IArtifactRepository
{
    private readonly RestCalls _calls = new(http);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
    {
        var folder = RelativePath.Folder(path);
        var entries = new List<ArtifactInfo>();
        await foreach (var file in Pages.AllAsync(PageAsync, cancellationToken)) entries.Add(file.ToInfo(""));
        return entries;

        async Task<(IReadOnlyList<Wire.ArtifactFile>, string?)> PageAsync(string? token, CancellationToken cancellation)
        {
            var page = await _calls.GetAsync(
                "artifacts/list", Asked.Run, WireJson.Default.ArtifactsAnswer, cancellation, ("run_id", runId), ("path", folder.Length == 0 ? null : folder), ("page_token", token));
            return (page.Files ?? [], page.NextPageToken);
        }
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var address = new Uri(http.Base, "get-artifact" + RestCalls.Query(("path", RelativePath.File(path)), ("run_uuid", runId)));
        return http.Reads.RunAsync(token => OpenOnceAsync(address, path, token), cancellationToken);
    }

    private async Task<Stream> OpenOnceAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await ArtifactAnswers.OpenAsync(http, address, cancellationToken)).Content;
        }
        catch (MlflowException failure)
        {
            throw await ArtifactAnswers.ExplainAsync(failure, this, path, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        var address = new Uri(http.Base, "ajax-api/2.0/mlflow/upload-artifact" + RestCalls.Query(("run_uuid", runId), ("path", RelativePath.File(path))));
        return ArtifactAnswers.SendAsync(http, HttpMethod.Post, address, content, cancellationToken);
    }
}
