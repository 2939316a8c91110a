using System.Diagnostics.Metrics;
using DeepFix.Api;
using DeepFix.Server.Jobs;
using DeepFix.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DeepFix.Server.Tests.Jobs;

public sealed class LimitTests
{
    private static readonly Dictionary<string, string?> Narrow = new(StringComparer.Ordinal) { ["DeepFix:Jobs:MaxConcurrent"] = "2", ["DeepFix:Jobs:MaxQueued"] = "3" };

    [Fact]
    public async Task Two_run_three_wait_and_the_sixth_is_refused_with_a_time_to_come_back()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        using RunningServer server = RunningServer.Start(Narrow);
        Task<Answer>[] running = [.. Enumerable.Range(0, 2).Select(_ => server.AnalyzeAsync(LabelledRuns.NanLoss, slow.Uri))];
        await Eventually(() => slow.Asked == 2);
        Answer[] queued = [await AcceptAsync(), await AcceptAsync()];
        Task<Answer> waiting = server.AnalyzeAsync(LabelledRuns.NanLoss, slow.Uri);
        await Eventually(() => Waiting(server) == 1);

        Answer refused = (await server.AnalyzeAsync(LabelledRuns.NanLoss, slow.Uri)).ShouldBeError(ErrorCode.RateLimitExceeded);
        Answer alsoRefused = (await AcceptAsync()).ShouldBeError(ErrorCode.RateLimitExceeded);

        Approved.ShouldMatch("rate_limit_exceeded_queue", refused.Body);
        refused.RetryAfter.ShouldBe("4");
        alsoRefused.RetryAfter.ShouldNotBeNull();
        queued.ShouldAllBe(a => a.Status == 202);
        slow.Asked.ShouldBe(2);
        (await server.GetAsync("/health/ready")).Status.ShouldBe(200);
        await Eventually(() => QueuedAsMeasured(server) == 2);
        slow.Go();
        (await Task.WhenAll(running.Append(waiting))).ShouldAllBe(a => a.Status == 200);
        foreach (Answer accepted in queued) (await server.FinishedAsync(accepted.RequestId!)).Status.ShouldBe(RequestState.Completed);

        Task<Answer> AcceptAsync() => server.AcceptAsync(LabelledRuns.NanLoss, slow.Uri);
    }

    [Fact]
    public async Task One_who_waits_and_hangs_up_leaves_the_place_to_others()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Jobs:MaxConcurrent"] = "1", ["DeepFix:Jobs:MaxQueued"] = "1" });
        Task<Answer> first = server.AnalyzeAsync(LabelledRuns.NanLoss, slow.Uri);
        await Eventually(() => slow.Asked == 1);
        using var hangUp = new CancellationTokenSource();
        using var content = new StringContent($$"""{"run_id": "{{LabelledRuns.NanLoss}}", "mlflow_tracking_uri": "{{slow.Uri.AbsoluteUri}}"}""", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        Task<HttpResponseMessage> impatient = server.Http.PostAsync("/api/v1/analyze", content, hangUp.Token);
        await Eventually(() => Waiting(server) == 1);
        (await server.AcceptAsync(LabelledRuns.NanLoss, slow.Uri)).Status.ShouldBe(429);
        await hangUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);

        await Eventually(async () => (await server.AcceptAsync(LabelledRuns.NanLoss, slow.Uri)).Status == 202);
        slow.Go();
        (await first).Status.ShouldBe(200);
    }

    private static int Waiting(RunningServer server) => server.Services.GetRequiredService<AnalysisSlots>().Waiting;

    /// <summary>What this server's own gauge says; /metrics would mix in those of the other servers of this process.</summary>
    private static int? QueuedAsMeasured(RunningServer server)
    {
        int? measured = null;
        IMeterFactory own = server.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "deepfix.analyses.queued" && ReferenceEquals(instrument.Meter.Scope, own)) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => measured = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private static Task Eventually(Func<bool> holds) => Eventually(() => Task.FromResult(holds()));

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds()) await Task.Delay(20, patience.Token);
    }
}
