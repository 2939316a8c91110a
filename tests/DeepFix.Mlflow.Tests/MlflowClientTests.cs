using DeepFix.Mlflow.Tests.Manifests;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests;

public sealed class MlflowClientTests(RecordedStores stores) : IClassFixture<RecordedStores>
{
    private static readonly MlflowOptions Plain = new() { UseEnvironment = false };

    [Theory]
    [InlineData("v3-sqlite-local", "sqlite:///")]
    [InlineData("v3-sqlite-local", "")]
    [InlineData("v2-file", "")]
    [InlineData("v2-file", "file://")]
    public async Task Store_on_disk_is_read_and_has_no_writer(string store, string scheme)
    {
        var expected = StoreManifest.Of(store).ByRole("contract-full").Run;
        await using var client = MlflowClient.Open(scheme + stores.PathOf(store), Plain);
        client.Writer.ShouldBeNull();
        (await client.Store.GetRunAsync(expected.RunId, TestContext.Current.CancellationToken)).Params.ShouldBe(expected.Params, ignoreOrder: true);
    }

    [Fact]
    public async Task Artifacts_of_a_run_are_written_and_read_through_the_server()
    {
        await using var fake = await FakeMlflow.StartAsync();
        var run = fake.Store.AddRun();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var artifacts = client.ArtifactsOf(await client.Store.GetRunAsync(run.Id, TestContext.Current.CancellationToken));
        using (var content = new MemoryStream("{}"u8.ToArray()))
            await artifacts.UploadAsync("deepfix/report 1.json", content, TestContext.Current.CancellationToken);

        run.Artifacts["deepfix/report 1.json"].Length.ShouldBe(2);
        (await artifacts.ListAsync("deepfix", TestContext.Current.CancellationToken)).ShouldBe([new("deepfix/report 1.json", false, 2)]);
        using var reader = new StreamReader(await artifacts.OpenReadAsync("deepfix/report 1.json", TestContext.Current.CancellationToken));
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
    }

    [Fact]
    public async Task Artifacts_of_a_store_that_was_moved_are_found_beside_it_and_it_is_said()
    {
        await using var client = MlflowClient.Open(stores.PathOf("v3-sqlite-local"), Plain);
        string? warning = null;
        var artifacts = client.ArtifactsOf(StoreManifest.Of("v3-sqlite-local").ByRole("contract-full").Run, text => warning = text);
        (await artifacts.ListAsync("", TestContext.Current.CancellationToken)).ShouldContain(static a => a.Path == "training_artifacts" && a.IsDirectory);
        warning.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("databricks://profile")]
    [InlineData("postgresql://user:pw@host/db")]
    [InlineData("http://")]
    [InlineData("http://user:pw@")]
    [InlineData("https:///runs")]
    public void Uri_that_is_not_supported_says_what_is(string uri)
    {
        var failure = Should.Throw<MlflowException>(() => MlflowClient.Open(uri, Plain));
        failure.Code.ShouldBe(MlflowErrorCode.UnsupportedUri);
        failure.Remedy.ShouldContain("http");
        failure.ToString().ShouldNotContain("pw");
    }

    [Fact]
    public async Task Server_with_many_runs_and_experiments_is_searched_to_the_end()
    {
        await using var fake = await FakeMlflow.StartAsync(new FakeMlflowOptions { PathPrefix = "/team/ml" });
        string experiment = fake.Store.AddExperiment("many").Id;
        for (int i = 0; i < 2345; i++) fake.Store.AddRun(experiment).StartTime = i;
        for (int i = 0; i < 1200; i++) fake.Store.AddExperiment("e" + i);
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var starts = new List<long>();
        await foreach (var run in client.Store.SearchRunsAsync(new RunSearch { ExperimentIds = [experiment], MaxResults = 2100 }, TestContext.Current.CancellationToken))
            starts.Add(run.StartTime!.Value.ToUnixTimeMilliseconds());

        starts.ShouldBe(Enumerable.Range(245, 2100).Reverse().Select(static i => (long)i));
        int experiments = 0;
        await foreach (var _ in client.Store.SearchExperimentsAsync(TestContext.Current.CancellationToken)) experiments++;
        experiments.ShouldBe(1202);
        fake.Requests.Count(static r => r.Contains("runs/search", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_page_of_a_server_is_one_request_however_many_runs_there_are()
    {
        await using var fake = await FakeMlflow.StartAsync();
        for (int i = 0; i < 120; i++) fake.Store.AddRun().StartTime = i;
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var search = new RunSearch { ExperimentIds = ["0"], MaxResults = 50 };

        var first = await client.Store.PageOfRunsAsync(search, cancellationToken: TestContext.Current.CancellationToken);
        fake.Requests.Count.ShouldBe(1);
        var last = await client.Store.PageOfRunsAsync(search, (await client.Store.PageOfRunsAsync(search, first.NextToken, TestContext.Current.CancellationToken)).NextToken, TestContext.Current.CancellationToken);

        (first.Items.Count, first.Items[0].StartTime!.Value.ToUnixTimeMilliseconds()).ShouldBe((50, 119));
        (last.Items.Count, last.NextToken).ShouldBe((20, null));
        (await client.Store.PageOfExperimentsAsync(10, cancellationToken: TestContext.Current.CancellationToken)).NextToken.ShouldBeNull();
    }

    [Fact]
    public async Task Search_passes_on_filter_and_view()
    {
        await using var fake = await FakeMlflow.StartAsync();
        var child = fake.Store.AddRun().WithTag("mlflow.parentRunId", "p");
        fake.Store.AddRun().WithTag("mlflow.parentRunId", "p").IsDeleted = true;
        _ = fake.Store.AddRun();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var search = new RunSearch { ExperimentIds = ["0"], Filter = "tags.mlflow.parentRunId = 'p'" };
        (await client.Store.SearchRunsAsync(search, TestContext.Current.CancellationToken).Select(static r => r.RunId).ToArrayAsync(TestContext.Current.CancellationToken)).ShouldBe([child.Id]);
        (await client.Store.SearchRunsAsync(search with { Deleted = true }, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        (await client.Store.SearchRunsAsync(search with { MaxResults = 0 }, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }
}
