using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Testing;

namespace DeepFix.Client.Tests.Schedules;

public sealed class ScheduleTests
{
    /// <summary>Timers count whole milliseconds.</summary>
    private const double Exactly = 0.002;

    private static readonly AnalysisRequest Request = new() { RunId = "r1", MlflowTrackingUri = "http://localhost:5000" };

    public static TheoryData<string> Calls => [.. ScheduleTable.Calls.Select(c => c.Text("name")!)];

    public static TheoryData<string> Polls => [.. ScheduleTable.Polls.Select(c => c.Text("name")!)];

    [Fact]
    public void The_retry_config_is_the_specifications()
    {
        var config = new RetryConfig();
        JsonObject table = ScheduleTable.RetryConfig;
        ((double)config.MaxRetries).ShouldBe(table.Number("max_retries")!.Value);
        config.BaseDelay.ShouldBe(table.Seconds("base_delay")!.Value);
        config.MaxDelay.ShouldBe(table.Seconds("max_delay")!.Value);
        config.BackoffFactor.ShouldBe(table.Number("backoff_factor")!.Value);
        config.RetryableStatuses.Select(s => (double)s).ShouldBe(table.Numbers("retryable_statuses"));
    }

    [Fact]
    public void The_polling_config_is_the_specifications()
    {
        var config = new PollingConfig();
        JsonObject table = ScheduleTable.PollingConfig;
        config.InitialInterval.ShouldBe(table.Seconds("initial_interval")!.Value);
        config.MaxInterval.ShouldBe(table.Seconds("max_interval")!.Value);
        config.MaxWaitTime.ShouldBe(table.Seconds("max_wait_time")!.Value);
        config.BackoffFactor.ShouldBe(table.Number("backoff_factor")!.Value);
    }

    [Fact]
    public void Every_delay_of_the_table_is_exact()
    {
        ScheduleTable.Delays.Count.ShouldBeGreaterThan(30);
        foreach (JsonObject row in ScheduleTable.Delays)
            row.Retry().GetDelay((int)row.Number("attempt")!.Value, row.Number("random")!.Value).TotalSeconds.ShouldBe(row.Number("seconds")!.Value, 1e-9, row.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_follows_the_table(string name)
    {
        JsonObject row = ScheduleTable.Call(name);
        var time = new VirtualTime();
        JsonArray attempts = row["attempts"]!.AsArray();
        int met = 0;
        var server = new ScriptedServer(time, (_, ct) => Meeting.AnswerAsync(attempts[Math.Min(met++, attempts.Count - 1)]!.AsObject(), time, ct));
        double timeout = row.Number("timeout") ?? 65;
        var request = Request with { AnalysisOptions = new AnalysisOptions { MaxAnalysisTime = Math.Max(timeout - 5, 30) } };
        var options = new DeepFixClientOptions { Retry = row.Retry(), AnalysisGrace = TimeSpan.FromSeconds(5) };
        using DeepFixClient client = server.Client(options, row.Number("random")!.Value);

        (string outcome, Exception? raised) = Outcome(() => time.Run(() => client.AnalyzeAsync(request, row.Seconds("deadline"), patience: null, CancellationToken.None)));

        outcome.ShouldBe(row.Text("outcome"));
        ShouldBeAt(server.Requests.Select(r => r.At), row.Numbers("sent_at"));
        time.Seconds.ShouldBe(row.Number("ended_at")!.Value, Exactly);
        if (raised is not AnalysisException failure) return;
        failure.Code.ShouldBe(row.Text("code"));
        failure.IsTransient.ShouldBe(row["is_transient"]!.GetValue<bool>());
        failure.Suggestion.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Polls))]
    public void A_poll_follows_the_table(string name)
    {
        JsonObject row = ScheduleTable.Poll(name);
        var time = new VirtualTime();
        JsonArray answers = row["answers"]!.AsArray();
        int met = 0;
        var server = new ScriptedServer(time, (request, ct) => request.RequestUri!.AbsolutePath.StartsWith("/api/v1/status/", StringComparison.Ordinal)
            ? StatusAsync(answers[Math.Min(met++, answers.Count - 1)]!.AsObject(), time, ct)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Meeting.Result) }));
        using DeepFixClient client = server.Client(random: row.Number("random")!.Value);
        TimeSpan? retryAfter = row.Text("retry_after") is { } seconds ? TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)) : null;

        (string outcome, _) = Outcome(() => time.Run(() => client.WaitAsync(new AcceptedAnalysis { RequestId = "req_1", RetryAfter = retryAfter }, row.Polling())));

        outcome.ShouldBe(row.Text("outcome"));
        ShouldBeAt(server.Requests.Where(r => r.Request.RequestUri!.AbsolutePath.StartsWith("/api/v1/status/", StringComparison.Ordinal)).Select(r => r.At), row.Numbers("polled_at"));
        time.Seconds.ShouldBe(row.Number("ended_at")!.Value, Exactly);
    }

    private static async Task<HttpResponseMessage> StatusAsync(JsonObject meeting, TimeProvider time, CancellationToken cancellationToken)
    {
        if (meeting.ContainsKey("http") || meeting.ContainsKey("network")) return await Meeting.AnswerAsync(meeting, time, cancellationToken);
        if (meeting.Seconds("takes") is { } takes && takes > TimeSpan.Zero) await Task.Delay(takes, time, cancellationToken);
        string state = meeting.Text("status")!;
        string body = $$"""{"request_id": "req_1", "run_id": "r1", "status": "{{state}}", "progress": 0.5, "created_at": "2026-01-01T00:00:00Z", "error_message": {{(state == "failed" ? "\"It failed.\"" : "null")}} }""";
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        Meeting.Headers(meeting, response);
        return response;
    }

    private static (string Outcome, Exception? Raised) Outcome(Func<AnalysisResult> call)
    {
        try
        {
            call().Summary.ShouldBe("Fine.");
            return ("result", null);
        }
        catch (AnalysisException raised)
        {
            return (raised switch
            {
                ServerUnavailableException => "ServerUnavailableError",
                MlflowUnavailableException => "MlflowUnavailableError",
                AnalysisTimeoutException => "TimeoutError",
                ValidationException => "ValidationError",
                _ => "AnalysisError",
            }, raised);
        }
    }

    private static void ShouldBeAt(IEnumerable<double> actual, double[] expected)
    {
        double[] times = [.. actual];
        times.Length.ShouldBe(expected.Length, string.Join(", ", times));
        for (int i = 0; i < times.Length; i++) times[i].ShouldBe(expected[i], Exactly, string.Join(", ", times));
    }
}
