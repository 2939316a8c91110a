using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Rest;
using DeepFix.Mlflow.Tests.Manifests;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Rest;

/// <summary>What real servers answered, read by the REST store, is what MLflow's own client read.</summary>
public sealed class RecordedReadTests
{
    // The server that served each store. The points logged with a data set have step 0 in the answers of the v3 file store: a bug of its.
    private static readonly (string Server, string Store)[] Pairs =
        [("v2-file", "v2-file"), ("v2-sqlite-proxied", "v2-sqlite-proxied"), ("v3-file", "v3-file"), ("v3-sqlite-noserve", "v3-sqlite-local"), ("v3-sqlite-proxied", "v3-sqlite-proxied")];

    public static TheoryData<string, string, string> Runs() => Rows("/runs/get", static e => !e.Name.StartsWith("write-", StringComparison.Ordinal));

    public static TheoryData<string, string, string> Histories() =>
        Rows("/metrics/get-history", static e => e.QueryValue("max_results") is null && e.QueryValue("page_token") is null && e.QueryValue("metric_key") is not null && !e.Answer!.Text.Contains("next_page_token", StringComparison.Ordinal));

    public static TheoryData<string, string, string> Searches() => Rows("/runs/search", static e => e.Method == "POST");

    public static TheoryData<string, string, string> Experiments() => Rows("/experiments/get", static e => true);

    [Theory, MemberData(nameof(Runs))]
    public async Task Run_is_what_MLflow_itself_reads(string server, string store, string name)
    {
        var exchange = RecordedExchanges.Get(server, name);
        var actual = await Replay(exchange).GetRunAsync(RunIdOf(exchange), Cancellation);
        ShouldMatch(actual, StoreManifest.Of(store).Run(actual.RunId).Run);
    }

    [Theory, MemberData(nameof(Histories))]
    public async Task History_is_what_MLflow_itself_reads(string server, string store, string name)
    {
        var exchange = RecordedExchanges.Get(server, name);
        string key = exchange.QueryValue("metric_key")!;
        var actual = await Replay(exchange).GetMetricHistoryAsync(RunIdOf(exchange), key, Cancellation);
        actual.ShouldBe(actual.OrderBy(static p => p.Step).ThenBy(static p => p.Timestamp));
        if (StoreManifest.Of(store).Runs.FirstOrDefault(r => r.Run.RunId == RunIdOf(exchange))?.Metrics.GetValueOrDefault(key) is not { } expected)
            actual.ShouldBeEmpty();
        else
            ShouldMatch(actual, expected);
    }

    [Theory, MemberData(nameof(Searches))]
    public async Task Found_runs_are_what_MLflow_itself_reads(string server, string store, string name)
    {
        var found = new List<Run>();
        var tracking = Replay(RecordedExchanges.Get(server, name));
        await foreach (var run in tracking.SearchRunsAsync(new RunSearch { ExperimentIds = ["2"], MaxResults = 50 }, Cancellation)) found.Add(run);
        foreach (var run in found.DistinctBy(static r => r.RunId)) ShouldMatch(run, StoreManifest.Of(store).Run(run.RunId).Run);
    }

    [Theory, MemberData(nameof(Experiments))]
    public async Task Experiment_is_what_MLflow_itself_reads(string server, string store, string name)
    {
        var actual = await Replay(RecordedExchanges.Get(server, name)).GetExperimentAsync("1", Cancellation);
        var expected = StoreManifest.Of(store).Experiments.Single(e => e.ExperimentId == actual.ExperimentId);
        (actual with { Tags = expected.Tags }).ShouldBe(expected);
        actual.Tags.ShouldBe(expected.Tags, ignoreOrder: true);
    }

    [Fact]
    public async Task Long_history_is_read_page_by_page()
    {
        var pages = RecordedExchanges.Of("v3-sqlite-proxied").Where(static e => e.Name.StartsWith("get-history-long-25000-p", StringComparison.Ordinal)).ToArray();
        using var handler = new ReplayHandler((request, _) => pages.Single(e => e.QueryValue("page_token") == QueryOf(request, "page_token")).Answer);
        var actual = await Over(handler).GetMetricHistoryAsync(RunIdOf(pages[0]), pages[0].QueryValue("metric_key")!, Cancellation);
        var expected = StoreManifest.Of("v3-sqlite-proxied").Run(RunIdOf(pages[0])).Metrics[pages[0].QueryValue("metric_key")!];
        handler.Requests.Count.ShouldBe(2);
        handler.Requests[0].ShouldContain("max_results=25000");
        actual.Count.ShouldBe(26_000);
        ShouldMatch(actual, expected);
    }

    [Fact]
    public async Task Pages_smaller_than_asked_for_are_put_together()
    {
        var pages = RecordedExchanges.Of("v3-sqlite-proxied").Where(static e => e.Name.StartsWith("get-history-paged-", StringComparison.Ordinal)).ToArray();
        using var handler = new ReplayHandler((request, _) => pages.Single(e => e.QueryValue("page_token") == QueryOf(request, "page_token")).Answer);
        var actual = await Over(handler).GetMetricHistoryAsync(RunIdOf(pages[0]), "train_loss", Cancellation);
        handler.Requests.Count.ShouldBe(pages.Length);
        ShouldMatch(actual, StoreManifest.Of("v3-sqlite-proxied").Run(RunIdOf(pages[0])).Metrics["train_loss"]);
    }

    [Fact]
    public async Task Token_that_points_at_its_own_page_is_not_followed_again()
    {
        // The v3 file store answers this to a page size of 0.
        var exchange = RecordedExchanges.Get("v3-file", "runs-search-max-results-0");
        exchange.Answer!.Text.ShouldContain("next_page_token");
        using var handler = ReplayHandler.Always(exchange);
        int found = 0;
        await foreach (var _ in Over(handler).SearchRunsAsync(new RunSearch { ExperimentIds = ["5"] }, Cancellation)) found++;
        found.ShouldBe(0);
        handler.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Path_prefix_of_the_tracking_uri_is_kept()
    {
        var exchange = RecordedExchanges.Get("v3-static-prefix", "prefix-with-runs-get");
        using var handler = ReplayHandler.Always(exchange);
        using var http = new MlflowHttp(new Uri("http://user:secret@localhost:5000/team/ml/?token=x"), new MlflowOptions { UseEnvironment = false }, handler);
        await using var store = new RestTrackingStore(http);
        _ = await store.GetRunAsync("r 1", Cancellation);
        handler.Requests.ShouldBe(["GET /team/ml/api/2.0/mlflow/runs/get?run_id=r%201&run_uuid=r%201"]);
        exchange.Path.ShouldBe("/team/ml/api/2.0/mlflow/runs/get");
        store.TrackingUri.ShouldBe("http://localhost:5000/team/ml");
    }

    internal static RestTrackingStore Over(HttpMessageHandler handler, int retries = 3) => new(new MlflowHttp(new Uri("http://localhost:5000"), new MlflowOptions { UseEnvironment = false, Retries = retries }, handler));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RestTrackingStore Replay(RecordedExchange exchange) => Over(ReplayHandler.Always(exchange));

    private static string RunIdOf(RecordedExchange exchange) => exchange.QueryValue("run_id") ?? exchange.QueryValue("run_uuid")!;

    private static string? QueryOf(HttpRequestMessage request, string name) =>
        request.RequestUri!.Query.TrimStart('?').Split('&').Select(static p => p.Split('=', 2)).Where(p => p[0] == name).Select(static p => Uri.UnescapeDataString(p[1])).FirstOrDefault();

    private static TheoryData<string, string, string> Rows(string route, Func<RecordedExchange, bool> isWanted)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var (server, store) in Pairs)
        {
            foreach (var exchange in RecordedExchanges.Of(server).Where(e => e.Path.EndsWith(route, StringComparison.Ordinal) && e.Answer is { Status: 200 } && isWanted(e))) rows.Add(server, store, exchange.Name);
        }

        return rows;
    }

    private static void ShouldMatch(Run actual, Run expected)
    {
        (actual with { Params = expected.Params, Tags = expected.Tags, Metrics = expected.Metrics, DatasetInputs = expected.DatasetInputs }).ShouldBe(expected);
        actual.Params.ShouldBe(expected.Params, ignoreOrder: true);
        actual.Tags.ShouldBe(expected.Tags, ignoreOrder: true);
        actual.Metrics.Keys.ShouldBe(expected.Metrics.Keys, ignoreOrder: true);
        foreach (var (key, point) in expected.Metrics) actual.Metrics[key].ShouldBe(Restored(point), key);
        Texts(actual).ShouldBe(Texts(expected), ignoreOrder: true);
    }

    private static void ShouldMatch(IReadOnlyList<MetricPoint> actual, ExpectedMetric expected)
    {
        actual.Count.ShouldBe(expected.Count);
        if (expected.History is { } whole)
        {
            Sorted(actual).ShouldBe(Sorted(whole.Select(Restored)));
            return;
        }

        actual.Take(3).ShouldBe(expected.First);
        actual.TakeLast(3).ShouldBe(expected.Last);
        ExpectedMetric.Sha256(actual).ShouldBe(expected.HistorySha256);
    }

    // Over REST nobody can tell an infinity of a SQL store from the largest number, so both are read as infinity.
    private static MetricPoint Restored(MetricPoint point) =>
        Math.Abs(point.Value) >= double.MaxValue ? point with { Value = double.CopySign(double.PositiveInfinity, point.Value) } : point;

    private static IEnumerable<MetricPoint> Sorted(IEnumerable<MetricPoint> points) => points.OrderBy(static p => p.Step).ThenBy(static p => p.Timestamp).ThenBy(static p => p.Value);

    private static IEnumerable<string> Texts(Run run) => run.DatasetInputs.Select(static d =>
        $"{d.Name}|{d.Digest}|{d.SourceType}|{d.Source}|{d.Schema}|{d.Profile}|{string.Join(',', d.Tags.OrderBy(static t => t.Key, StringComparer.Ordinal))}");
}
