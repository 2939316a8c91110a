using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>What real servers answered to artifact requests, and what it must come to.</summary>
public sealed class ReplayedArtifactTests : IDisposable
{
    private readonly List<IDisposable> _open = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _open.ForEach(item => item.Dispose());

    [Theory]
    [InlineData("v2-sqlite-proxied", true)]
    [InlineData("v2-sqlite-proxied", false)]
    [InlineData("v3-sqlite-proxied", true)]
    [InlineData("v3-sqlite-proxied", false)]
    [InlineData("v3-sqlite-noserve", false)]
    public async Task Files_with_odd_names_are_listed_and_read(string server, bool proxied)
    {
        var run = Recorded(server, "runs-get-odd-artifacts");
        var (replayed, http) = Open(server);
        IArtifactRepository byServer = new ServerArtifactRepository(http, run.RunId);
        var proxy = proxied ? new ProxiedArtifactRepository(http, http.Base, Root(run), byServer) : byServer;
        var files = new List<ArtifactInfo>();
        await ListAsync(byServer, "", files);
        files.Select(file => file.Path).ShouldContain("emoji-🚀.json");
        foreach (var file in files.Where(file => !IsLeftOut(server, file.Path)))
        {
            var content = await ReadAsync(proxy, file.Path);
            content.Length.ShouldBe((int)(file.Size ?? 0), file.Path);
            if (file.Path.EndsWith(".txt", StringComparison.Ordinal) && file.Size > 1) Encoding.UTF8.GetString(content).ShouldStartWith("content of ");
        }
        // MLflow 2.x hangs up on the proxied emoji.
        replayed.Asked.Exists(asked => asked.StartsWith("GET /get-artifact?path=emoji", StringComparison.Ordinal)).ShouldBe(!proxied || server.StartsWith("v2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Name_outside_Latin_1_that_no_route_can_give_is_a_broken_connection()
    {
        var run = Recorded("v2-sqlite-proxied", "runs-get-odd-artifacts");
        var (_, http) = Open("v2-sqlite-proxied");
        var alone = new ProxiedArtifactRepository(http, http.Base, Root(run), unproxied: null);
        (await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(alone, "emoji-🚀.json"))).Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
    }

    [Theory]
    [InlineData("v2-sqlite-proxied", "get-artifact-missing")]
    [InlineData("v3-sqlite-proxied", "get-artifact-missing")]
    [InlineData("v3-sqlite-noserve", "get-artifact-missing")]
    [InlineData("v3-s3-proxied", "s3-get-artifact-training_artifacts-nope.csv")]
    public async Task Missing_artifact_is_not_found_whatever_the_server_calls_it(string server, string exchange)
    {
        var (_, http) = Open(server);
        var repository = new ServerArtifactRepository(http, RecordedExchanges.Get(server, exchange).QueryValue("run_uuid")!);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(repository, "training_artifacts/nope.csv"));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
        exception.IsTransient.ShouldBeFalse();
        exception.Host.ShouldBe("localhost:5000");
    }

    [Fact]
    public async Task Missing_artifact_behind_the_proxy_on_S3_is_not_found_although_the_answer_is_500()
    {
        var (_, http) = Open("v3-s3-proxied");
        var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(OnS3(http), "training_artifacts/nope.csv"));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
    }

    [Fact]
    public async Task Folder_behind_the_proxy_on_S3_is_no_empty_file_although_the_answer_is_200()
    {
        var (_, http) = Open("v3-s3-proxied");
        var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(OnS3(http), "training_artifacts"));
        exception.Code.ShouldBe(MlflowErrorCode.InvalidParameter);
        exception.Message.ShouldContain("folder");
    }

    [Theory]
    [InlineData("v2-sqlite-proxied")]
    [InlineData("v3-sqlite-proxied")]
    [InlineData("v3-sqlite-noserve")]
    public async Task Folder_asked_for_as_a_file_is_named(string server)
    {
        var (_, http) = Open(server);
        var repository = new ServerArtifactRepository(http, RecordedExchanges.Get(server, "get-artifact-directory").QueryValue("run_uuid")!);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(repository, "training_artifacts"));
        exception.Code.ShouldBe(MlflowErrorCode.InvalidParameter);
    }

    [Fact]
    public async Task Proxy_that_is_switched_off_is_named_and_not_tried_again()
    {
        var (_, http) = Open("v3-sqlite-noserve");
        var run = Recorded("v3-sqlite-noserve", "runs-get-odd-artifacts");
        var repository = new ProxiedArtifactRepository(http, http.Base, $"2/{run.RunId}/artifacts", unproxied: null);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(repository, ".hidden"));
        exception.Code.ShouldBe(MlflowErrorCode.NotSupported);
        exception.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Unknown_run_is_named_as_the_run_not_as_an_artifact()
    {
        var (_, http) = Open("v3-sqlite-proxied");
        var repository = new ServerArtifactRepository(http, new string('f', 32));
        (await Should.ThrowAsync<MlflowException>(async () => await repository.ListAsync("", Token))).Code.ShouldBe(MlflowErrorCode.RunNotFound);
        (await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(repository, "a.txt"))).Code.ShouldBe(MlflowErrorCode.RunNotFound);
    }

    private static ProxiedArtifactRepository OnS3(MlflowHttp http) =>
        new(http, http.Base, RecordedExchanges.Get("v3-s3-proxied", "s3-proxy-list-training_artifacts").QueryValue("path")![..^"/training_artifacts".Length], unproxied: null);

    private (ReplayedServer Server, MlflowHttp Http) Open(string server)
    {
        var replayed = new ReplayedServer(server);
        var http = new MlflowHttp(replayed.Uri, new MlflowOptions { UseEnvironment = false }, replayed);
        _open.Add(http);
        return (replayed, http);
    }

    private static Run Recorded(string server, string exchange)
    {
        var info = JsonNode.Parse(RecordedExchanges.Get(server, exchange).Answer!.Body)!["run"]!["info"]!;
        return Some.Run((string)info["artifact_uri"]!, (string)info["run_id"]!);
    }

    private static string Root(Run run) => run.ArtifactUri["mlflow-artifacts:/".Length..];

    // No server gives a name with '#' or a percent escape; and what settles whether 2.x's empty answer is a folder was not recorded.
    private static bool IsLeftOut(string server, string path) => server switch
    {
        "v3-sqlite-noserve" => path.Contains('#') || path.Contains("%20", StringComparison.Ordinal),
        "v2-sqlite-proxied" => path == "zero.bin",
        _ => false,
    };

    private static async Task ListAsync(IArtifactRepository repository, string folder, List<ArtifactInfo> files)
    {
        foreach (var entry in await repository.ListAsync(folder, Token))
        {
            if (entry.IsDirectory) await ListAsync(repository, entry.Path, files);
            else files.Add(entry);
        }
    }

    private static async Task<byte[]> ReadAsync(IArtifactRepository repository, string path)
    {
        await using var stream = await repository.OpenReadAsync(path, Token);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }
}
