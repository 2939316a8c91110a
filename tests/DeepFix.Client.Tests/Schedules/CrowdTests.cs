using System.Net;
using DeepFix.Api;
using DeepFix.Testing;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>Many clients at once, or many calls one after another, in virtual time.</summary>
public sealed class CrowdTests
{
    private const int Crowd = 10_000;
    private const int Calls = 4_000;

    private static readonly AnalysisRequest Request = new() { RunId = "r1", MlflowTrackingUri = "http://localhost:5000" };

    [Fact]
    public void Of_calls_whose_attempts_fail_with_probability_a_fifth_99_in_100_succeed()
    {
        var random = new Random(7);
        int succeeded = Enumerable.Range(0, Calls).Count(_ => Succeeds((_, ct) => Unlucky(random), random));
        (succeeded / (double)Calls).ShouldBeGreaterThanOrEqualTo(0.99);
    }

    [Fact]
    public void With_an_outage_of_up_to_five_seconds_every_five_minutes_still_99_in_100_succeed()
    {
        var random = new Random(11);
        int succeeded = Enumerable.Range(0, Calls).Count(_ =>
        {
            // A call begins anywhere in five minutes that begin with an outage.
            double outage = 5 * random.NextDouble(), begun = 300 * random.NextDouble();
            return Succeeds((time, ct) => (begun + time.Seconds) % 300 < outage ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Unlucky(random), random);
        });
        (succeeded / (double)Calls).ShouldBeGreaterThanOrEqualTo(0.99);
    }

    [Fact]
    public void An_outage_of_five_seconds_is_outlived_wherever_a_call_begins()
    {
        var random = new Random(13);
        for (double left = 0.1; left <= 5; left += 0.1)
        {
            double end = left;
            Succeeds((time, _) => time.Seconds < end ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Fine(), random).ShouldBeTrue();
        }
    }

    [Fact]
    public void Ten_thousand_clients_that_failed_together_do_not_come_back_together()
    {
        int[] waves = Waves((time, _) => time.Seconds < 5 ? Said(HttpStatusCode.BadGateway, null) : Fine(), [1, 3, 7]);
        waves[0].ShouldBeLessThan(Crowd / 8, "most requests within 10 ms of the first retry");
        waves[1].ShouldBeLessThan(Crowd / 20);
        waves[2].ShouldBeLessThan(Crowd / 40);
    }

    [Fact]
    public void Ten_thousand_clients_that_were_told_the_same_retry_after_do_not_come_back_together()
    {
        int[] waves = Waves((time, _) => time.Seconds < 5 ? Said(HttpStatusCode.ServiceUnavailable, "30") : Fine(), [30]);
        waves[0].ShouldBeLessThan(Crowd / 150, "most requests within 10 ms, half a minute later");
    }

    private static bool Succeeds(Func<VirtualTime, CancellationToken, Task<HttpResponseMessage>> answer, Random random)
    {
        var time = new VirtualTime();
        var server = new ScriptedServer(time, (_, ct) => Guarded(() => answer(time, ct)));
        using DeepFixClient client = server.Client(random: random.NextDouble());
        try
        {
            return time.Run(() => client.AnalyzeAsync(Request, TestContext.Current.CancellationToken)).Status == AnalysisStatus.Completed;
        }
        catch (AnalysisException)
        {
            return false;
        }
    }

    /// <summary>Most requests within 10 ms, around each of some seconds.</summary>
    private static int[] Waves(Func<VirtualTime, CancellationToken, Task<HttpResponseMessage>> answer, double[] around)
    {
        var time = new VirtualTime();
        var random = new Random(3);
        List<double> sent = [];
        var server = new ScriptedServer(time, (_, ct) =>
        {
            sent.Add(time.Seconds);
            return Guarded(() => answer(time, ct));
        });
        AnalysisResult[] results = time.Run(() => Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => server.Client(random: random.NextDouble()).AnalyzeAsync(Request, TestContext.Current.CancellationToken))));
        results.Length.ShouldBe(Crowd);
        return [.. around.Select(second => sent.Where(s => s >= second && s < second * 1.2).GroupBy(s => (int)(s * 100)).Max(g => g.Count()))];
    }

    private static async Task<HttpResponseMessage> Guarded(Func<Task<HttpResponseMessage>> answer) => await answer();

    /// <summary>Fails with probability 0.20: network 0.08, 500 0.04, 503 0.05, 429 0.03.</summary>
    private static Task<HttpResponseMessage> Unlucky(Random random) => random.NextDouble() switch
    {
        < 0.08 => throw new HttpRequestException(HttpRequestError.ConnectionError),
        < 0.12 => Said(HttpStatusCode.InternalServerError, null),
        < 0.17 => Said(HttpStatusCode.ServiceUnavailable, "30"),
        < 0.20 => Said(HttpStatusCode.TooManyRequests, "2"),
        _ => Fine(),
    };

    private static Task<HttpResponseMessage> Fine() => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Meeting.Result) });

    private static Task<HttpResponseMessage> Said(HttpStatusCode status, string? retryAfter)
    {
        var response = new HttpResponseMessage(status);
        if (retryAfter is not null) response.Headers.TryAddWithoutValidation("Retry-After", retryAfter).ShouldBeTrue();
        return Task.FromResult(response);
    }
}
