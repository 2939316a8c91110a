using DeepFix.Mlflow.Stores;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class FileTrackingStoreTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly FileTrackingStore _store;

    public FileTrackingStoreTests()
    {
        Experiment("1", "one");
        _store = new FileTrackingStore(_folder.Combine("mlruns"), new MlflowOptions { RequestTimeout = TimeSpan.Zero });
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lines_of_two_three_and_five_fields_are_points_and_the_third_field_is_the_step()
    {
        Run("1", "abc");
        File("1/abc/metrics/val/acc", "30 0.3 7 evalset d1\n10 0.1\n20 0.2 5\n40 1e-07 8 two words d2\n");
        (await History("abc", "val/acc")).ShouldBe([new(0, 0.1, 10), new(5, 0.2, 20), new(7, 0.3, 30), new(8, 1e-7, 40)]);
    }

    [Fact]
    public async Task Values_that_are_no_numbers_stay_what_they_are()
    {
        Run("1", "abc");
        File("1/abc/metrics/loss", "1 nan 1\n2 inf 2\n3 -inf 3\n4 -0.0 4\n");
        var points = await History("abc", "loss");
        points.Select(p => p.Value).ShouldBe([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0]);
        double.IsNegative(points[3].Value).ShouldBeTrue();
    }

    [Fact]
    public async Task Points_of_one_step_and_time_stay_in_the_order_they_were_written()
    {
        Run("1", "abc");
        File("1/abc/metrics/loss", "5 0.9 1\n5 0.2 1\n5 0.5 1\n4 0.1 2\n");
        (await History("abc", "loss")).Select(p => p.Value).ShouldBe([0.9, 0.2, 0.5, 0.1]);
    }

    [Fact]
    public async Task Line_that_is_no_point_is_named()
    {
        Run("1", "abc");
        File("1/abc/metrics/loss", "1 0.5 1\nfive 0.4 2\n3 0.3 3\n");
        var failure = await Refused(() => _store.GetMetricHistoryAsync("abc", "loss", TestContext.Current.CancellationToken), MlflowErrorCode.StoreUnreadable);
        failure.Message.ShouldStartWith("Line 2 of ");
    }

    [Fact]
    public async Task Values_of_params_and_tags_keep_every_character()
    {
        Run("1", "abc");
        File("1/abc/params/opt/schedule", "cosine\r\n\n");
        File("1/abc/params/empty", "");
        File("1/abc/tags/mlflow.parentRunId", "parent");
        var run = await _store.GetRunAsync("abc", TestContext.Current.CancellationToken);
        run.Params["opt/schedule"].ShouldBe("cosine\r\n\n");
        run.Params["empty"].ShouldBe("");
        run.ParentRunId.ShouldBe("parent");
    }

    [Fact]
    public async Task Run_id_under_two_experiments_is_the_run_that_its_meta_names()
    {
        Experiment("2", "two");
        Run("1", "abc", experimentInMeta: "2");
        Run("2", "abc", name: "right");
        var run = await _store.GetRunAsync("abc", TestContext.Current.CancellationToken);
        (run.ExperimentId, run.Name).ShouldBe(("2", "right"));
    }

    [Fact]
    public async Task Copied_run_is_found_in_each_experiment_it_lies_in()
    {
        Experiment("2", "two");
        Run("1", "abc", experimentInMeta: "2");
        Run("2", "abc");
        var found = new List<string>();
        await foreach (var run in _store.SearchRunsAsync(new RunSearch { ExperimentIds = ["1", "2"] }, TestContext.Current.CancellationToken)) found.Add(run.ExperimentId + run.RunId);
        found.ShouldBe(["1abc", "2abc"], ignoreOrder: true);
    }

    [Fact]
    public async Task Experiment_in_the_trash_is_found_by_id_but_is_not_listed()
    {
        _folder.Write("mlruns/.trash/9/meta.yaml", "experiment_id: '9'\nname: gone\nlifecycle_stage: deleted\n");
        _folder.Write("mlruns/.trash/9/abc/meta.yaml", "experiment_id: '9'\nstatus: 3\nlifecycle_stage: deleted\n");
        (await _store.GetExperimentAsync("9", TestContext.Current.CancellationToken)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        (await _store.GetRunAsync("abc", TestContext.Current.CancellationToken)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        var listed = new List<string>();
        await foreach (var experiment in _store.SearchExperimentsAsync(TestContext.Current.CancellationToken)) listed.Add(experiment.Name);
        listed.ShouldBe(["one"]);
    }

    [Theory]
    [InlineData("../1/abc"), InlineData(".."), InlineData(""), InlineData("abc/.."), InlineData("/etc"), InlineData("a\0b"), InlineData("abc\n"), InlineData("..\\abc")]
    public async Task Run_id_that_is_a_path_is_refused(string runId)
    {
        Run("1", "abc");
        await Refused(() => _store.GetRunAsync(runId, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        await Refused(() => _store.GetExperimentAsync(runId, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
    }

    [Theory]
    [InlineData("../params/secret"), InlineData("a/../../params/secret"), InlineData("/etc/passwd"), InlineData(""), InlineData("a//b"), InlineData("./loss"), InlineData("..\\params\\secret"), InlineData("C:/x")]
    public async Task Metric_key_that_leaves_the_folder_is_refused(string key)
    {
        Run("1", "abc");
        File("1/abc/params/secret", "1 2 3\n");
        await Refused(() => _store.GetMetricHistoryAsync("abc", key, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
    }

    [Fact]
    public async Task Links_that_leave_the_store_are_passed_over_and_links_within_it_are_followed()
    {
        Run("1", "abc");
        var outside = _folder.Write("outside/secret", "1 2 3\n");
        File("1/abc/metrics/loss", "1 0.5 1\n");
        System.IO.File.CreateSymbolicLink(_folder.Combine("mlruns", "1", "abc", "metrics", "stolen"), outside);
        System.IO.File.CreateSymbolicLink(_folder.Combine("mlruns", "1", "abc", "metrics", "same"), "loss");
        Directory.CreateSymbolicLink(_folder.Combine("mlruns", "1", "abc", "params"), _folder.Combine("outside"));

        var run = await _store.GetRunAsync("abc", TestContext.Current.CancellationToken);
        run.Metrics.Keys.ShouldBe(["loss", "same"], ignoreOrder: true);
        (await History("abc", "stolen")).ShouldBeEmpty();
        run.Params.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_reached_through_a_link_is_read()
    {
        Run("1", "abc");
        File("1/abc/metrics/loss", "1 0.5 1\n");
        Directory.CreateSymbolicLink(_folder.Combine("link"), _folder.Combine("mlruns"));
        await using var store = new FileTrackingStore(_folder.Combine("link"), new MlflowOptions());
        (await store.GetRunAsync("abc", TestContext.Current.CancellationToken)).Metrics.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("not: [closed"), InlineData("- a list"), InlineData("status: 3\n\ttab: 1"), InlineData("name: r"), InlineData("status: 77")]
    public async Task Damaged_meta_is_an_error_by_id_and_is_passed_over_in_a_search(string meta)
    {
        Run("1", "good");
        File("1/bad/meta.yaml", meta);
        var failure = await Refused(() => _store.GetRunAsync("bad", TestContext.Current.CancellationToken), MlflowErrorCode.StoreUnreadable);
        failure.Message.ShouldContain("meta.yaml");
        var found = new List<string>();
        await foreach (var run in _store.SearchRunsAsync(new RunSearch { ExperimentIds = ["1"] }, TestContext.Current.CancellationToken)) found.Add(run.RunId);
        found.ShouldBe(["good"]);
    }

    [Fact]
    public async Task Folder_being_made_for_a_run_is_not_a_run_yet()
    {
        _ = Directory.CreateDirectory(_folder.Combine("mlruns", "1", "fresh", "metrics"));
        await Refused(() => _store.GetRunAsync("fresh", TestContext.Current.CancellationToken), MlflowErrorCode.RunNotFound);
    }

    [Fact]
    public async Task Folder_that_is_no_store_is_said_and_a_store_in_it_is_pointed_to()
    {
        (await Unreadable("nowhere")).Message.ShouldContain("There is no folder");
        _folder.Write("file", "x");
        (await Unreadable("file")).Message.ShouldContain("is a file");
        (await Unreadable("")).Remedy.ShouldBe($"Give the path {_folder.Combine("mlruns")}.");
    }

    [Fact]
    public void Tracking_uri_is_a_file_uri() => _store.TrackingUri.ShouldBe(new Uri(_folder.Combine("mlruns")).AbsoluteUri);

    private void Experiment(string id, string name) => _folder.Write($"mlruns/{id}/meta.yaml", $"experiment_id: '{id}'\nname: {name}\nlifecycle_stage: active\n");

    private void Run(string experiment, string id, string? experimentInMeta = null, string name = "run") => _folder.Write(
        $"mlruns/{experiment}/{id}/meta.yaml", $"experiment_id: '{experimentInMeta ?? experiment}'\nrun_name: {name}\nstatus: 3\nstart_time: 1\nend_time: 2\nlifecycle_stage: active\n");

    private void File(string path, string text) => _folder.Write("mlruns/" + path, text);

    private Task<IReadOnlyList<MetricPoint>> History(string runId, string key) => _store.GetMetricHistoryAsync(runId, key, TestContext.Current.CancellationToken);

    private async Task<MlflowException> Unreadable(string path)
    {
        await using var store = new FileTrackingStore(_folder.Combine(path), new MlflowOptions());
        return await Refused(() => store.GetRunAsync("abc", TestContext.Current.CancellationToken), MlflowErrorCode.StoreUnreadable);
    }

    private static async Task<MlflowException> Refused(Func<Task> reading, MlflowErrorCode code)
    {
        var failure = await Should.ThrowAsync<MlflowException>(reading);
        failure.Code.ShouldBe(code);
        failure.Remedy.ShouldNotBeEmpty();
        return failure;
    }
}
