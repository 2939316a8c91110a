using System.Diagnostics;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Telemetry;

public sealed class MetricsTests : IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    public async ValueTask DisposeAsync() => await _mlflow.DisposeAsync();

    [Fact]
    public async Task An_analysis_and_a_refusal_are_counted_without_run_or_host()
    {
        using RunningServer server = RunningServer.Start();
        _mlflow.Add(LabelledRuns.NanLoss);

        await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);
        await server.PostAsync("{}");
        string metrics = (await server.GetAsync("/metrics")).Body;

        metrics.ShouldContain("deepfix_analysis_duration_seconds_count");
        metrics.ShouldContain("stage=\"fetching\"");
        metrics.ShouldContain("code=\"nan_loss\"");
        metrics.ShouldContain("code=\"VALIDATION_ERROR\"");
        metrics.ShouldContain("http_server_request_duration_seconds");
        metrics.ShouldContain("deepfix_analyses_queued");
        metrics.ShouldNotContain(LabelledRuns.NanLoss);
        metrics.ShouldNotContain(_mlflow.Uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        metrics.ShouldNotContain("localhost");
        metrics.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task What_the_knowledge_cache_keeps_and_how_often_it_helps_is_counted()
    {
        using RunningServer server = RunningServer.Start();
        for (int i = 0; i < 3; i++) await server.PostToAsync("/knowledge/query", """{"query": "loss is nan"}""");

        string metrics = (await server.GetAsync("/metrics")).Body;

        foreach (string name in (string[])["hits", "misses", "evictions", "entries", "size"]) metrics.ShouldContain($"deepfix_knowledge_cache_{name}");
    }

    [Fact]
    public async Task A_span_of_the_whole_holds_the_run_and_one_of_each_stage()
    {
        using RunningServer server = RunningServer.Start();
        _mlflow.Add(LabelledRuns.NanLoss);
        List<Activity> ended = [];
        using var listener = new ActivityListener { ShouldListenTo = static s => s.Name == "DeepFix", Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = a => { lock (ended) ended.Add(a); } };
        ActivitySource.AddActivityListener(listener);

        await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);

        Activity[] spans;
        lock (ended) spans = [.. ended];
        Activity whole = spans.Last(a => a.OperationName == "analyze" && Equals(a.GetTagItem("deepfix.run_id"), LabelledRuns.NanLoss));
        whole.GetTagItem("deepfix.status").ShouldBe("completed");
        spans.Where(a => a.ParentSpanId == whole.SpanId).Select(a => a.OperationName).ShouldBe(["fetching", "parsing", "analyzing", "integrating", "advising", "done"]);
    }
}
