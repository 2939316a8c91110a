using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Server.Tests.Jobs;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Idempotency;

public sealed class IdempotencyTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly string _key = Guid.NewGuid().ToString();
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        _mlflow.Add(LabelledRuns.NanLoss);
        _mlflow.Add(LabelledRuns.Healthy);
    }

    [Fact]
    public async Task The_same_key_with_the_same_body_gives_the_same_answer()
    {
        Answer first = await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);
        Answer second = await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);

        first.Status.ShouldBe(200, first.Body);
        second.Body.ShouldBe(first.Body);
        (second.RequestId, second.ContentType).ShouldBe((first.RequestId, first.ContentType));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_conflict()
    {
        await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);

        Answer conflict = (await server.AnalyzeOnceAsync(LabelledRuns.Healthy, _mlflow.Uri, _key)).ShouldBeError(ErrorCode.IdempotencyConflict);

        Approved.ShouldMatch("idempotency_conflict", conflict.Body);
    }

    [Fact]
    public async Task An_error_is_not_kept()
    {
        _mlflow.Interceptor = _ => (503, "text/plain", "Service Unavailable");
        (await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key)).ShouldBeError(ErrorCode.MlflowError);
        _mlflow.Interceptor = null;

        (await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Repeats_that_come_while_the_first_runs_join_it()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        Task<Answer> first = server.AnalyzeOnceAsync(LabelledRuns.NanLoss, slow.Uri, _key);
        await UntilAsked(slow);
        Task<Answer>[] repeats = [.. Enumerable.Range(0, 3).Select(_ => server.AnalyzeOnceAsync(LabelledRuns.NanLoss, slow.Uri, _key))];
        await Task.Delay(200, TestContext.Current.CancellationToken);
        slow.Asked.ShouldBe(1);
        (await server.AnalyzeOnceAsync(LabelledRuns.Healthy, slow.Uri, _key)).ShouldBeError(ErrorCode.IdempotencyConflict);

        slow.Go();

        string body = (await first).Body;
        (await Task.WhenAll(repeats)).ShouldAllBe(r => r.Body == body && r.Status == 200);
    }

    [Fact]
    public async Task Those_who_joined_a_failure_get_it_too_and_the_next_begins_anew()
    {
        using var release = new ManualResetEventSlim();
        int asked = 0;
        _mlflow.Interceptor = _ =>
        {
            Interlocked.Increment(ref asked);
            release.Wait(TimeSpan.FromSeconds(20));
            return (500, "text/plain", "Internal Server Error");
        };
        Task<Answer> first = server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);
        while (Volatile.Read(ref asked) == 0) await Task.Delay(10, TestContext.Current.CancellationToken);
        Task<Answer> joined = server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        release.Set();

        (await first).ShouldBeError(ErrorCode.MlflowError);
        (await joined).Body.ShouldBe((await first).Body);
        _mlflow.Interceptor = null;
        (await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_that_is_accepted_for_later_is_accepted_once()
    {
        Answer first = await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);
        Answer second = await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri, _key);

        (first.Status, second.Status).ShouldBe((202, 202));
        ((string?)second.Json["request_id"]).ShouldBe((string?)first.Json["request_id"]);
        second.RetryAfter.ShouldBe("1");
    }

    [Fact]
    public async Task Another_replica_knows_the_key_too()
    {
        string store = Path.Combine(Directory.CreateTempSubdirectory("deepfix-shared-store-").FullName, "jobs.db");
        var shared = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Jobs:SqlitePath"] = store };
        using RunningServer one = RunningServer.Start(shared), other = RunningServer.Start(shared);
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        Task<Answer> first = one.AnalyzeOnceAsync(LabelledRuns.NanLoss, slow.Uri, _key);
        await UntilAsked(slow);
        Task<Answer> joined = other.AnalyzeOnceAsync(LabelledRuns.NanLoss, slow.Uri, _key);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        slow.Go();

        (await joined).Body.ShouldBe((await first).Body);
        (await other.AnalyzeOnceAsync(LabelledRuns.NanLoss, slow.Uri, _key)).Body.ShouldBe((await first).Body);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_refused(string key)
        => (await server.AnalyzeOnceAsync(LabelledRuns.NanLoss, _mlflow.Uri, key)).ShouldBeError(ErrorCode.ValidationError).Details["field"]!.ToString().ShouldBe("Idempotency-Key");

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    private static async Task UntilAsked(SlowMlflow slow)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (slow.Asked == 0) await Task.Delay(10, patience.Token);
    }
}
