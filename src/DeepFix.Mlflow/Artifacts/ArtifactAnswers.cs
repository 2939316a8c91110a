using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Artifact requests that are the same for every route of an MLflow server.</summary>
internal static class ArtifactAnswers
{
    /// <summary>Opens what an address gives; the length where the server states it.</summary>
    public static async Task<(Stream Content, long? Length)> OpenAsync(MlflowHttp http, Uri address, CancellationToken cancellationToken)
    {
        var response = await http.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await ErrorAnswer.ThrowIfFailedAsync(response, Asked.Artifact, cancellationToken);
            return (await http.ReadAsync(response, cancellationToken), response.Content.Headers.ContentLength);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Sends content to an address.</summary>
    public static async Task SendAsync(MlflowHttp http, HttpMethod method, Uri address, Stream content, CancellationToken cancellationToken)
    {
        await using var seekable = await SeekableContent.OfAsync(content, cancellationToken);
        using var response = await http.SendAsync(() => new HttpRequestMessage(method, address) { Content = new UploadContent(seekable.Stream) }, HttpCompletionOption.ResponseContentRead, cancellationToken);
        await ErrorAnswer.ThrowIfFailedAsync(response, Asked.Artifact, cancellationToken);
    }

    /// <summary>What a failure to open a file really means. MLflow 2.x, and 3.x over S3, answer 500 for a file that is not there: the list tells.</summary>
    public static async Task<MlflowException> ExplainAsync(MlflowException failure, IArtifactRepository repository, string path, CancellationToken cancellationToken)
    {
        if (failure.Code is MlflowErrorCode.ArtifactNotFound) return RelativePath.NotFound(path, failure.Host ?? "the server", failure.HttpStatus);
        if (failure is not { Code: MlflowErrorCode.ServerError, HttpStatus: 500 }) return failure;
        var entry = await FindAsync(repository, path, cancellationToken);
        return entry is null ? RelativePath.NotFound(path, failure.Host ?? "the server", failure.HttpStatus) : entry.IsDirectory ? IsFolder(path, failure.Host) : IsThere(failure, path);
    }

    // What is there may be had the next time.
    private static MlflowException IsThere(MlflowException failure, string path) =>
        new(failure.Code, $"'{path}' is listed, but {failure.Message}", "Try again; if it repeats, look at the server's log.", isTransient: true, failure) { Host = failure.Host, HttpStatus = failure.HttpStatus, ServerErrorCode = failure.ServerErrorCode };

    public static async Task<ArtifactInfo?> FindAsync(IArtifactRepository repository, string path, CancellationToken cancellationToken)
    {
        var siblings = await repository.ListAsync(RelativePath.Parent(path), cancellationToken);
        return siblings.FirstOrDefault(entry => entry.Path == path);
    }

    public static MlflowException IsFolder(string path, string? host) =>
        new(MlflowErrorCode.InvalidParameter, $"'{path}' is a folder.", "List it, and read the files in it.") { Host = host };
}
