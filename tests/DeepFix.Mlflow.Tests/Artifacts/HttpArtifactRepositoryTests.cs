using System.Net;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class HttpArtifactRepositoryTests : IDisposable
{
    private readonly Files _files = new();
    private readonly MlflowHttp _http;
    private readonly HttpArtifactRepository _repository;

    public HttpArtifactRepositoryTests()
    {
        _http = new MlflowHttp(new Uri("http://files"), new MlflowOptions { UseEnvironment = false }, _files);
        _repository = new HttpArtifactRepository(_http, new Uri("http://files/runs/r%201/"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Wanted_files_are_tried_where_nothing_is_listed()
    {
        _files.Content["/runs/r%201/training_artifacts/metrics.csv"] = "step\n1\n";
        _files.Content["/runs/r%201/sp%20ace%23.txt"] = "x";
        using var target = new ScratchFolder();
        var selection = new ArtifactSelection { Files = ["training_artifacts/metrics.csv", "training_artifacts/params.yaml", "sp ace#.txt"], Folders = ["deepchecks"] };
        var result = await new ArtifactDownloader(_repository).DownloadAsync(selection, target.Path, cancellationToken: Token);
        result.Files.Select(file => file.ArtifactPath).ShouldBe(["sp ace#.txt", "training_artifacts/metrics.csv"]);
        result.Skipped.ShouldBeEmpty();
        result.Listed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_cannot_be_downloaded_where_nothing_is_listed()
    {
        using var target = new ScratchFolder();
        var exception = await Should.ThrowAsync<MlflowException>(async () => await new ArtifactDownloader(_repository).DownloadAllAsync(target.Path, cancellationToken: Token));
        exception.Code.ShouldBe(MlflowErrorCode.NotSupported);
    }

    [Fact]
    public async Task Missing_file_is_not_found()
    {
        var exception = await Should.ThrowAsync<MlflowException>(async () => await _repository.OpenReadAsync("nope.csv", Token));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
        exception.Host.ShouldBe("files:80");
    }

    [Fact]
    public async Task Uploads_are_refused()
    {
        using var content = new MemoryStream();
        (await Should.ThrowAsync<MlflowException>(async () => await _repository.UploadAsync("a.txt", content, Token))).Code.ShouldBe(MlflowErrorCode.NotSupported);
    }

    [Fact]
    public async Task Path_that_leaves_the_root_is_refused() =>
        (await Should.ThrowAsync<MlflowException>(async () => await _repository.OpenReadAsync("../secret", Token))).Code.ShouldBe(MlflowErrorCode.InvalidParameter);

    private sealed class Files : HttpMessageHandler
    {
        public Dictionary<string, string> Content { get; } = new(StringComparer.Ordinal);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(
            Content.TryGetValue(request.RequestUri!.AbsolutePath, out var text)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text), RequestMessage = request }
                : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>Not Found</html>"), RequestMessage = request });
    }
}
