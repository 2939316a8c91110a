using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Security;

/// <summary>A tracking server says where a run's artifacts lie, and may not send us where it likes.</summary>
public sealed class ArtifactRootTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    [Theory]
    [InlineData("file://")]
    [InlineData("")]
    public async Task Files_of_the_servers_own_machine_are_not_read(string scheme)
    {
        AddRun(scheme + LabelledRuns.Folder(LabelledRuns.NanLoss));

        Answer answer = await server.AnalyzeAsync("hostile", _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.AgentResults.SelectMany(a => a.AnalyzedArtifacts).ShouldNotContain("training_artifacts/metrics.csv");
        answer.Result.Findings.ShouldAllBe(f => f.Code != Codes.NanLoss);
    }

    [Theory]
    [InlineData("/artifacts")]
    [InlineData("/api/2.0/mlflow-artifacts/artifacts/0/hostile/artifacts")]
    public async Task Another_host_is_not_asked(string path)
    {
        await using FakeMlflow other = await FakeMlflow.StartAsync();
        AddRun(other.Uri.Origin() + path);

        (await server.AnalyzeAsync("hostile", _mlflow.Uri)).Status.ShouldBe(200);

        other.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("s3://somebodys-bucket/runs")]
    [InlineData("wasbs://container@account.blob.core.windows.net/runs")]
    [InlineData("mlflow-artifacts://169.254.169.254/latest/meta-data")]
    [InlineData("ftp://host/runs")]
    [InlineData("not an address at all")]
    public async Task Roots_that_nobody_listed_are_left_to_the_tracking_server(string root)
    {
        AddRun(root);

        Answer answer = await server.AnalyzeAsync("hostile", _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.AgentResults.ShouldContain(a => a.AgentName == Api.AgentNames.Training);
    }

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    private void AddRun(string artifactUri) => _mlflow.Store.AddRun(id: "hostile").WithMetric("train_loss", 1, 0.8, 0.7, 0.6, 0.5).ArtifactUri = artifactUri;
}
