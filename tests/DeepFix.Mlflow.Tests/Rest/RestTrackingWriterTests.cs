using System.Globalization;
using System.Text;
using DeepFix.Mlflow.Rest;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Rest;

public sealed class RestTrackingWriterTests
{
    private static readonly MlflowOptions Plain = new() { UseEnvironment = false };

    [Fact]
    public async Task Run_that_was_written_is_read_back()
    {
        await using var fake = await FakeMlflow.StartAsync();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var writer = client.Writer!;
        string experiment = await writer.CreateExperimentAsync("été ✓", cancellationToken: Cancellation);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_123);
        var run = await writer.CreateRunAsync(experiment, "my run", new Dictionary<string, string>(StringComparer.Ordinal) { ["mlflow.parentRunId"] = "p" }, start, Cancellation);
        await writer.LogMetricAsync(run.RunId, "loss", new MetricPoint(2, double.NaN, 5), Cancellation);
        await writer.LogMetricAsync(run.RunId, "loss", new MetricPoint(1, double.NegativeInfinity, 6), Cancellation);
        await writer.LogMetricAsync(run.RunId, "loss", new MetricPoint(-1, 1e-7, 7), Cancellation);
        await writer.LogParamAsync(run.RunId, "lr", "0.1", Cancellation);
        await writer.SetTagAsync(run.RunId, "note", "a\n\"b\" 🚑", Cancellation);
        await writer.SetTagAsync(run.RunId, "gone", "x", Cancellation);
        await writer.DeleteTagAsync(run.RunId, "gone", Cancellation);
        await writer.UpdateRunAsync(run.RunId, MlflowRunStatus.Failed, start.AddMinutes(1), cancellationToken: Cancellation);

        var read = await client.Store.GetRunAsync(run.RunId, Cancellation);
        (read.Name, read.Status, read.StartTime, read.EndTime, read.ExperimentId, read.ParentRunId).ShouldBe(("my run", MlflowRunStatus.Failed, start, start.AddMinutes(1), experiment, "p"));
        read.Params.ShouldBe([new("lr", "0.1")]);
        read.Tags["note"].ShouldBe("a\n\"b\" 🚑");
        read.Tags.ContainsKey("gone").ShouldBeFalse();
        read.Metrics["loss"].Step.ShouldBe(2);
        (await client.Store.GetMetricHistoryAsync(run.RunId, "loss", Cancellation)).ShouldBe([new(-1, 1e-7, 7), new(1, double.NegativeInfinity, 6), new(2, double.NaN, 5)]);
        (await client.Store.GetExperimentByNameAsync("été ✓", Cancellation))!.ExperimentId.ShouldBe(experiment);
    }

    [Fact]
    public async Task Large_batch_is_cut_into_requests_that_the_server_takes()
    {
        await using var fake = await FakeMlflow.StartAsync();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var run = fake.Store.AddRun();
        var metrics = Enumerable.Range(0, 2500).Select(static i => new LoggedMetric("m", new MetricPoint(i, i, 1000 + i))).ToArray();
        var parameters = Enumerable.Range(0, 120).ToDictionary(Key, static _ => new string('é', 3000), StringComparer.Ordinal);
        var tags = Enumerable.Range(0, 150).ToDictionary(Key, static i => i.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        await client.Writer!.LogBatchAsync(run.Id, metrics, parameters, tags, Cancellation);
        run.Metrics.Count.ShouldBe(2500);
        run.Params.Count.ShouldBe(120);
        run.Tags.Count.ShouldBe(150);

        static string Key(int i) => string.Create(CultureInfo.InvariantCulture, $"key {i}");
    }

    [Fact]
    public void Batches_keep_every_limit_and_every_item_in_order()
    {
        var random = new Random(7);
        for (int round = 0; round < 6; round++)
        {
            var metrics = Enumerable.Range(0, random.Next(3000)).Select(static i => new Wire.Metric("m", i, i, i)).ToArray();
            var parameters = Enumerable.Range(0, random.Next(300)).Select(i => new Wire.KeyAndValue($"p{i.ToString(CultureInfo.InvariantCulture)}", new string('€', random.Next(6000)))).ToArray();
            var tags = Enumerable.Range(0, random.Next(300)).Select(i => new Wire.KeyAndValue($"t{i.ToString(CultureInfo.InvariantCulture)}", new string('x', random.Next(8000)))).ToArray();
            var batches = BatchSplitter.Split("run", metrics, parameters, tags);
            batches.SelectMany(static b => b.Metrics ?? []).SequenceEqual(metrics).ShouldBeTrue();
            batches.SelectMany(static b => b.Params ?? []).SequenceEqual(parameters).ShouldBeTrue();
            batches.SelectMany(static b => b.Tags ?? []).SequenceEqual(tags).ShouldBeTrue();
            foreach (var batch in batches)
            {
                var (m, p, t) = (batch.Metrics?.Count ?? 0, batch.Params?.Count ?? 0, batch.Tags?.Count ?? 0);
                (m is <= 1000 && p <= 100 && t <= 100 && m + p + t is > 0 and <= 1000).ShouldBeTrue();
                System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(batch, WireJson.Default.LogBatch).Length.ShouldBeLessThanOrEqualTo(1_000_000);
            }
        }
    }

    [Fact]
    public async Task Param_with_another_value_is_a_conflict_and_no_metric_of_the_batch_is_stored()
    {
        await using var fake = await FakeMlflow.StartAsync();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var run = fake.Store.AddRun().WithParam("lr", "0.1");
        var failure = await Should.ThrowAsync<MlflowException>(() => client.Writer!.LogBatchAsync(
            run.Id, [new("loss", new(0, 1, 1))], new Dictionary<string, string>(StringComparer.Ordinal) { ["lr"] = "0.2" }, cancellationToken: Cancellation));
        failure.Code.ShouldBe(MlflowErrorCode.Conflict);
        run.Metrics.ShouldBeEmpty();
        await client.Writer!.LogParamAsync(run.Id, "lr", "0.1", Cancellation);
    }

    [Fact]
    public async Task Deleted_run_is_read_but_not_written()
    {
        await using var fake = await FakeMlflow.StartAsync();
        await using var client = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain);
        var run = fake.Store.AddRun();
        run.IsDeleted = true;
        (await client.Store.GetRunAsync(run.Id, Cancellation)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        var failure = await Should.ThrowAsync<MlflowException>(() => client.Writer!.SetTagAsync(run.Id, "a", "b", Cancellation));
        failure.Code.ShouldBe(MlflowErrorCode.Conflict);
        failure.Remedy.ShouldContain("restore");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a(b)?")]
    [InlineData("a\nb")]
    [InlineData("../up")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("a/")]
    [InlineData("..")]
    [InlineData("loss🔥")]
    public void Key_that_MLflow_refuses_is_refused_before_it_is_sent(string key) =>
        Should.Throw<MlflowException>(() => WriteRules.CheckKey("metric", key)).Code.ShouldBe(MlflowErrorCode.InvalidParameter);

    [Theory]
    [InlineData("train/loss")]
    [InlineData("val/top 5/acc")]
    [InlineData("précision")]
    [InlineData("損失")]
    [InlineData("eval:acc")]
    [InlineData("a..b-c_d.e²")]
    public void Key_that_MLflow_takes_is_sent(string key) => Should.NotThrow(() => WriteRules.CheckKey("metric", key));

    [Fact]
    public void Lengths_are_checked_in_characters_before_the_server_cuts_in_silence()
    {
        Should.NotThrow(() => WriteRules.CheckParam(new string('k', 250), string.Concat(Enumerable.Repeat("🚑", 6000))));
        Should.Throw<MlflowException>(() => WriteRules.CheckParam("k", new string('v', 6001))).Message.ShouldContain("6000");
        Should.Throw<MlflowException>(() => WriteRules.CheckTag("k", new string('v', 8001))).Message.ShouldContain("8000");
        Should.Throw<MlflowException>(() => WriteRules.CheckTag(new string('k', 251), "v")).Message.ShouldContain("250");
        Should.Throw<MlflowException>(() => WriteRules.CheckMetric("k", new MetricPoint(0, 0, -1))).Message.ShouldContain("1970");
    }

    [Fact]
    public async Task Account_that_the_server_does_not_know_is_unauthorized_and_no_secret_is_shown()
    {
        await using var fake = await FakeMlflow.StartAsync(new FakeMlflowOptions { Account = ("ann", "right") });
        var uri = new UriBuilder(fake.Uri) { UserName = "ann", Password = "wr0ng" }.Uri.AbsoluteUri;
        await using var client = MlflowClient.Open(uri + "?token=t0p", Plain);
        var failure = await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("x", Cancellation));
        failure.Code.ShouldBe(MlflowErrorCode.Unauthorized);
        foreach (string shown in (string[])[failure.ToString(), failure.Remedy, client.TrackingUri, client.Store.TrackingUri, new MlflowOptions { Password = "wr0ng" }.ToString()])
        {
            shown.ShouldNotContain("wr0ng");
            shown.ShouldNotContain("t0p");
            shown.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:wr0ng")));
        }

        await using var right = MlflowClient.Open(fake.Uri.AbsoluteUri, Plain with { Username = "ann", Password = "right" });
        (await right.Store.GetExperimentAsync("0", Cancellation)).Name.ShouldBe("Default");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
