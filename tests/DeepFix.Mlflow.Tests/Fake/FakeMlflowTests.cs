using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Mlflow.Tests.Manifests;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Fake;

/// <summary>The fake, asked what a real server was asked, gives the same status and error_code.</summary>
public sealed class FakeMlflowTests
{
    private const string Recorded = "v3-sqlite-proxied";

    // In the order in which they were sent, as far as one depends on another.
    private static readonly string[] WritesInOrder =
    [
        "experiments-create", "experiments-create-again", "experiments-create-empty-name",
        "runs-create-empty-body", "runs-create-in-deleted-experiment", "runs-create-in-missing-experiment", "runs-create-name-and-tag-differ",
        "log-metric", "log-metric-duplicate", "log-metric-no-step", "log-metric-run_uuid", "log-metric-nan-string", "log-metric-nan-bare-token", "log-metric-inf-string", "log-metric-neg-inf-string",
        "log-metric-value-as-string", "log-metric-value-not-a-number", "log-metric-value-null", "log-metric-missing-key", "log-metric-missing-timestamp", "log-metric-missing-run", "log-metric-bad-key",
        "log-metric-key-251", "log-metric-traversal-key", "log-metric-deleted-run",
        "log-parameter", "log-parameter-same-again", "log-parameter-conflict", "log-parameter-6000", "log-parameter-6001", "log-parameter-bad-key", "log-parameter-non-string",
        "set-tag", "set-tag-overwrite", "set-tag-5000", "set-tag-8001", "set-tag-non-string", "set-tag-missing-run", "set-tag-deleted-run", "delete-tag", "delete-tag-missing",
        "log-batch", "log-batch-empty", "log-batch-param-conflict", "log-batch-duplicate-params", "log-batch-missing-run-id", "log-batch-negative-timestamp", "log-batch-null-value",
        "log-batch-timestamp-float", "log-batch-timestamp-string", "log-batch-1000-metrics", "log-batch-1001-metrics", "log-batch-1001-total", "log-batch-101-params", "log-batch-101-tags",
        "after-batch-conflict-runs-get", "log-inputs",
        "artifact-put-json", "artifact-put-again-overwrites", "artifact-put-then-get", "artifact-put-empty", "artifact-put-no-content-type", "artifact-put-odd-name", "artifact-put-over-directory",
        "artifact-put-trailing-slash", "artifact-put-traversal", "artifact-post-not-allowed", "artifact-delete", "artifact-ajax-upload", "artifacts-list-after",
        "runs-update-finished", "runs-update-rename", "runs-update-bad-status", "runs-update-status-number", "runs-update-missing-run", "runs-update-deleted-run",
        "runs-delete", "runs-delete-again", "runs-restore", "final-runs-get",
    ];

    // What the fake does not have: metric filters, orders of its own, presigned URLs, the web page, OPTIONS, and NUL in a path, which Kestrel refuses.
    private static readonly string[] NotInTheFake =
    [
        "runs-search-filter-metric", "runs-search-filter-quoted-key", "runs-search-bad-order-by", "err-root-page", "err-options", "presigned-download", "presigned-download-url-post", "presigned-upload-url-post", "mpu-create", "traversal-proxy-08",
    ];

    [Fact]
    public async Task Recorded_writes_are_answered_alike_and_leave_the_same_run()
    {
        await using var fake = await FakeMlflow.StartAsync();
        Fill(fake.Store);
        var created = RecordedExchanges.Get(Recorded, "write-runs-create");
        fake.Store.NextRunId = (string)JsonNode.Parse(created.Answer!.Body)!["run"]!["info"]!["run_id"]!;
        List<string> differences = [];
        RecordedAnswer? last = null;
        foreach (string name in WritesInOrder.Prepend("runs-create"))
        {
            var exchange = RecordedExchanges.Get(Recorded, "write-" + name);
            last = await RawHttp.SendAsync(fake.Uri, exchange, TestContext.Current.CancellationToken);
            if (Kind(last) != Kind(exchange.Answer!)) differences.Add($"{name}: {Kind(last)} where MLflow answers {Kind(exchange.Answer!)}");
        }

        differences.ShouldBeEmpty();
        Content(last!).ShouldBe(Content(RecordedExchanges.Get(Recorded, "write-final-runs-get").Answer!));
    }

    [Fact]
    public void Every_recorded_write_is_replayed()
    {
        string[] others = ["runs-create", "runs-create-minimal", "runs-create-int64-as-string"];
        RecordedExchanges.Of(Recorded).Select(static e => e.Name).Where(static n => n.StartsWith("write-", StringComparison.Ordinal)).Select(static n => n["write-".Length..])
            .ShouldBe(WritesInOrder.Concat(others), ignoreOrder: true);
    }

    [Fact]
    public async Task Recorded_reads_are_answered_alike()
    {
        await using var fake = await FakeMlflow.StartAsync();
        Fill(fake.Store);
        List<string> differences = [];
        foreach (var exchange in RecordedExchanges.Of(Recorded).Where(static e => !e.Name.StartsWith("write-", StringComparison.Ordinal) && !NotInTheFake.Contains(e.Name, StringComparer.Ordinal) && e.Answer is not null))
        {
            var answer = await RawHttp.SendAsync(fake.Uri, exchange, TestContext.Current.CancellationToken);
            if (Kind(answer) != Kind(exchange.Answer!)) differences.Add($"{exchange.Name}: {exchange.Method} {exchange.Path}?{exchange.Query}: {Kind(answer)} where MLflow answers {Kind(exchange.Answer!)}");
        }

        differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_of_5_GB_takes_no_room_and_its_bytes_are_counted_as_they_are_sent()
    {
        await using var fake = await FakeMlflow.StartAsync();
        var run = fake.Store.AddRun().WithArtifact("best_checkpoint/model.ckpt", FakeArtifact.Sparse(5L << 30));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(fake.Uri, $"/get-artifact?run_id={run.Id}&path=best_checkpoint%2Fmodel.ckpt"));
        request.Headers.Range = new(1L << 32, (1L << 32) + 99_999);
        byte[] part = await (await client.SendAsync(request, TestContext.Current.CancellationToken)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        part.Length.ShouldBe(100_000);
        fake.BytesSent.ShouldBe(100_000);
        fake.Requests.Count.ShouldBe(1);
    }

    private static (int Status, string? ErrorCode) Kind(RecordedAnswer answer) => (answer.Status, answer.ErrorCode);

    private static IEnumerable<string> Content(RecordedAnswer answer)
    {
        var run = JsonNode.Parse(answer.Body)!["run"]!;
        foreach (string field in (string[])["run_id", "experiment_id", "run_name", "user_id", "status", "start_time", "end_time", "artifact_uri", "lifecycle_stage"])
            yield return $"{field} = {run["info"]![field]}";

        foreach (string list in (string[])["metrics", "params", "tags"])
        {
            foreach (var entry in run["data"]![list]!.AsArray().OrderBy(static e => (string)e!["key"]!, StringComparer.Ordinal))
                yield return string.Create(CultureInfo.InvariantCulture, $"{list}: {entry!["key"]} = {Plain(entry["value"]!)} at {entry["step"]}, {entry["timestamp"]}");
        }

        yield return run["inputs"]!["dataset_inputs"]!.AsArray().Count.ToString(CultureInfo.InvariantCulture);
    }

    // 3.0 and 3 are the same number.
    private static string Plain(JsonNode value) => value.GetValueKind() == JsonValueKind.Number ? value.GetValue<double>().ToString("R", CultureInfo.InvariantCulture) : value.ToString();

    private static void Fill(FakeStore store)
    {
        var manifest = StoreManifest.Of(Recorded);
        foreach (var experiment in manifest.Experiments)
            store.AddExperiment(experiment.Name, experiment.ExperimentId, experiment.ArtifactLocation).IsDeleted = experiment.LifecycleStage == LifecycleStage.Deleted;

        foreach (var expected in manifest.Runs)
        {
            var run = store.AddRun(expected.Run.ExperimentId, expected.Run.RunId);
            (run.Name, run.Status, run.IsDeleted) = (expected.Run.Name ?? "", expected.Run.Status.ToString().ToUpperInvariant(), expected.Run.LifecycleStage == LifecycleStage.Deleted);
            foreach (var (key, value) in expected.Run.Params) run.Params[key] = value;
            foreach (var (key, value) in expected.Run.Tags) run.Tags[key] = value;
            foreach (var (key, metric) in expected.Metrics) run.Metrics.AddRange((metric.History ?? metric.First).Select(p => new FakeMetric(key, p.Value, p.Timestamp, p.Step)));
            foreach (var artifact in expected.Artifacts.Where(static a => !a.IsDirectory)) run.Artifacts[artifact.Path] = FakeArtifact.Sparse(artifact.Size ?? 0);
        }
    }
}
