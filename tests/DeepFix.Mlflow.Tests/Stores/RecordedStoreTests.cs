using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class RecordedStoreTests(RecordedStores stores) : IClassFixture<RecordedStores>
{
    private const double LargestSql = double.MaxValue;

    public static TheoryData<string, string, string> Runs()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var store in RecordedStores.Names)
        {
            foreach (var run in StoreManifest.Of(store).Runs) rows.Add(store, run.Role, run.Run.RunId);
        }
        return rows;
    }

    public static TheoryData<string> Stores() => [.. RecordedStores.Names];

    [Theory, MemberData(nameof(Runs))]
    public async Task Run_is_what_MLflow_itself_reads(string store, string role, string runId)
    {
        var expected = StoreManifest.Of(store).Run(runId);
        var actual = await stores.Open(store).GetRunAsync(runId, TestContext.Current.CancellationToken);

        (actual with { Params = expected.Run.Params, Tags = expected.Run.Tags, Metrics = expected.Run.Metrics, DatasetInputs = expected.Run.DatasetInputs }).ShouldBe(expected.Run, role);
        actual.Params.ShouldBe(expected.Run.Params, ignoreOrder: true);
        actual.Tags.ShouldBe(expected.Run.Tags, ignoreOrder: true);
        actual.Metrics.Keys.ShouldBe(expected.Run.Metrics.Keys, ignoreOrder: true);
        foreach (var (key, point) in expected.Run.Metrics)
        {
            if (!IsLoggedWithDataset(store, runId, key)) actual.Metrics[key].ShouldBe(Restored(store, point), key);
        }
        DatasetTexts(actual).ShouldBe(DatasetTexts(expected.Run), ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task Histories_are_what_MLflow_itself_reads(string store, string role, string runId)
    {
        var tracking = stores.Open(store);
        foreach (var (key, expected) in StoreManifest.Of(store).Run(runId).Metrics)
        {
            var actual = await tracking.GetMetricHistoryAsync(runId, key, TestContext.Current.CancellationToken);
            actual.Count.ShouldBe(expected.Count, $"{role} {key}");
            actual.ShouldBe(actual.OrderBy(p => p.Step).ThenBy(p => p.Timestamp), ignoreOrder: false, $"{role} {key}");
            if (IsLoggedWithDataset(store, runId, key)) continue;
            if (expected.History is { } whole)
            {
                Sorted(actual).ShouldBe(Sorted(whole.Select(p => Restored(store, p))), ignoreOrder: false, $"{role} {key}");
                ExpectedMetric.Sha256(whole).ShouldBe(expected.HistorySha256, $"{role} {key}");
                continue;
            }
            actual.Take(3).ShouldBe(expected.First, ignoreOrder: false, $"{role} {key}");
            actual.TakeLast(3).ShouldBe(expected.Last, ignoreOrder: false, $"{role} {key}");
            actual.Sum(p => p.Value).ShouldBe(expected.Sum!.Value, 1e-6, $"{role} {key}");
            ExpectedMetric.Sha256(actual).ShouldBe(expected.HistorySha256, $"{role} {key}");
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Experiments_are_what_MLflow_itself_reads(string store)
    {
        var tracking = stores.Open(store);
        foreach (var expected in StoreManifest.Of(store).Experiments)
        {
            var actual = await tracking.GetExperimentAsync(expected.ExperimentId, TestContext.Current.CancellationToken);
            (actual with { Tags = expected.Tags }).ShouldBe(expected);
            actual.Tags.ShouldBe(expected.Tags, ignoreOrder: true);
            (await tracking.GetExperimentByNameAsync(expected.Name, TestContext.Current.CancellationToken))!.ExperimentId.ShouldBe(expected.ExperimentId);
        }
        var active = StoreManifest.Of(store).Experiments.Where(e => e.LifecycleStage == LifecycleStage.Active).Select(e => e.ExperimentId);
        (await Ids(tracking.SearchExperimentsAsync(TestContext.Current.CancellationToken))).ShouldBe(active, ignoreOrder: true);
        (await tracking.GetExperimentByNameAsync("no such name", TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Search_finds_active_and_deleted_runs_newest_first(string store)
    {
        var tracking = stores.Open(store);
        foreach (var experiment in StoreManifest.Of(store).Experiments)
        {
            var expected = StoreManifest.Of(store).Runs.Select(r => r.Run).Where(r => r.ExperimentId == experiment.ExperimentId).ToList();
            foreach (var stage in Enum.GetValues<LifecycleStage>())
            {
                var search = new RunSearch { ExperimentIds = [experiment.ExperimentId], Deleted = stage == LifecycleStage.Deleted };
                var found = await Collect(tracking.SearchRunsAsync(search, TestContext.Current.CancellationToken));
                found.Select(r => r.RunId).ShouldBe(
                    expected.Where(r => r.LifecycleStage == stage).OrderByDescending(r => r.StartTime).ThenBy(r => r.RunId, StringComparer.Ordinal).Select(r => r.RunId));
            }
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Search_filters_by_parent_status_parameter_and_name(string store)
    {
        var manifest = StoreManifest.Of(store);
        var everywhere = manifest.Experiments.Select(e => e.ExperimentId).ToList();
        var parent = manifest.ByRole("nested-parent").Run.RunId;
        var tracking = stores.Open(store);

        await Finds($"tags.mlflow.parentRunId = '{parent}'", run => run.ParentRunId == parent);
        await Finds("attributes.status = 'FAILED'", run => run.Status == MlflowRunStatus.Failed);
        await Finds("status = \"FINISHED\" and params.`learning_rate` = '0.001'", run => run.Status == MlflowRunStatus.Finished && run.Params.GetValueOrDefault("learning_rate") == "0.001");
        await Finds("run_name='diverging-lr-10'", run => run.Name == "diverging-lr-10");

        async Task Finds(string filter, Func<Run, bool> isWanted)
        {
            var search = new RunSearch { ExperimentIds = everywhere, Filter = filter };
            var wanted = manifest.Runs.Select(r => r.Run).Where(r => r.LifecycleStage == LifecycleStage.Active && isWanted(r)).Select(r => r.RunId).ToList();
            wanted.ShouldNotBeEmpty();
            (await Collect(tracking.SearchRunsAsync(search, TestContext.Current.CancellationToken))).Select(r => r.RunId).ShouldBe(wanted, ignoreOrder: true);
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Search_stops_at_the_wanted_number_and_passes_over_unknown_experiments(string store)
    {
        var everywhere = StoreManifest.Of(store).Experiments.Select(e => e.ExperimentId).Append("987654321").ToList();
        var found = await Collect(stores.Open(store).SearchRunsAsync(new RunSearch { ExperimentIds = everywhere, MaxResults = 3 }, TestContext.Current.CancellationToken));
        found.Count.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Pages_one_after_another_hold_what_a_search_finds(string store)
    {
        var tracking = stores.Open(store);
        var cancellation = TestContext.Current.CancellationToken;
        var search = new RunSearch { ExperimentIds = [.. StoreManifest.Of(store).Experiments.Select(e => e.ExperimentId)], MaxResults = 2 };
        List<string> paged = [];
        string? token = null;
        do
        {
            var page = await tracking.PageOfRunsAsync(search, token, cancellation);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            paged.AddRange(page.Items.Select(r => r.RunId));
            token = page.NextToken;
        }
        while (token is not null);

        paged.ShouldBe((await Collect(tracking.SearchRunsAsync(search with { MaxResults = 1000 }, cancellation))).Select(r => r.RunId));
        var first = await tracking.PageOfExperimentsAsync(1, cancellationToken: cancellation);
        first.Items.ShouldHaveSingleItem();
        (await Should.ThrowAsync<MlflowException>(() => tracking.PageOfRunsAsync(search, "none of ours", cancellation))).Code.ShouldBe(MlflowErrorCode.InvalidParameter);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task What_is_not_there_is_said_with_its_own_code(string store)
    {
        var tracking = stores.Open(store);
        var cancellation = TestContext.Current.CancellationToken;
        var known = StoreManifest.Of(store).ByRole("contract-full").Run.RunId;

        (await tracking.GetMetricHistoryAsync(known, "no_such_metric", cancellation)).ShouldBeEmpty();
        (await Should.ThrowAsync<MlflowException>(() => tracking.GetRunAsync(new string('0', 32), cancellation))).Code.ShouldBe(MlflowErrorCode.RunNotFound);
        (await Should.ThrowAsync<MlflowException>(() => tracking.GetMetricHistoryAsync(new string('0', 32), "loss", cancellation))).Code.ShouldBe(MlflowErrorCode.RunNotFound);
        (await Should.ThrowAsync<MlflowException>(() => tracking.GetExperimentAsync("99", cancellation))).Code.ShouldBe(MlflowErrorCode.ExperimentNotFound);
    }

    [Fact]
    public async Task Point_logged_with_a_data_set_keeps_its_step_in_an_mlruns_folder()
    {
        // The SQL store of the same training, where MLflow reads the step rightly, is the witness.
        var expected = StoreManifest.Of("v3-sqlite-local").ByRole("logged-model");
        var runId = StoreManifest.Of("v3-file").ByRole("logged-model").Run.RunId;
        foreach (var key in (string[])["eval_acc", "val_loss"])
        {
            var actual = await stores.Open("v3-file").GetMetricHistoryAsync(runId, key, TestContext.Current.CancellationToken);
            actual.Select(p => (p.Step, p.Value)).ShouldBe(expected.Metrics[key].History!.Select(p => (p.Step, p.Value)), ignoreOrder: true);
            actual.ShouldContain(p => p.Step > 0);
        }
    }

    // MLflow 3 reads the step of a point that was logged with a data set as 0 from an mlruns folder; the step stands in the file.
    private static bool IsLoggedWithDataset(string store, string runId, string key) =>
        store == "v3-file" && key is "eval_acc" or "val_loss" && StoreManifest.Of(store).ByRole("logged-model").Run.RunId == runId;

    private static MetricPoint Restored(string store, MetricPoint point) =>
        !RecordedStores.IsFileStore(store) && Math.Abs(point.Value) >= LargestSql ? point with { Value = point.Value > 0 ? double.PositiveInfinity : double.NegativeInfinity } : point;

    private static IEnumerable<MetricPoint> Sorted(IEnumerable<MetricPoint> points) => points.OrderBy(p => p.Step).ThenBy(p => p.Timestamp).ThenBy(p => p.Value);

    private static IEnumerable<string> DatasetTexts(Run run) => run.DatasetInputs.Select(input =>
        $"{input.Name}|{input.Digest}|{input.SourceType}|{input.Source}|{input.Schema}|{input.Profile}|{string.Join(',', input.Tags.OrderBy(t => t.Key, StringComparer.Ordinal))}|{input.Context}");

    private static async Task<List<Run>> Collect(IAsyncEnumerable<Run> runs)
    {
        List<Run> found = [];
        await foreach (var run in runs) found.Add(run);
        return found;
    }

    private static async Task<List<string>> Ids(IAsyncEnumerable<Experiment> experiments)
    {
        List<string> ids = [];
        await foreach (var experiment in experiments) ids.Add(experiment.ExperimentId);
        return ids;
    }
}
