using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepFix.Server.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.ServiceTests;

/// <summary>Two servers that share kept answers over one Redis.</summary>
public sealed class SharedAnswersTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_servers_share_answers_and_go_on_alone_while_Redis_is_away()
    {
        using RedisServer redis = await RedisServer.StartAsync();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Knowledge:RedisConnectionString"] = redis.ConnectionString };
        using RunningServer first = RunningServer.Start(settings), second = RunningServer.Start(settings);
        await ShareAsync(first, second);

        await UntilAsync("Redis answers", first, second);
        int warningsBefore = Warnings(second);
        redis.Kill();
        long killed = Stopwatch.GetTimestamp();
        for (int i = 0; i < 30; i++)
        {
            ((bool)(await AskAsync(second, $"loss is nan at step {"abcdefghijklmnopqrstuvwxyzäöüß"[i]}x"))["cached"]!).ShouldBeFalse();
        }

        Stopwatch.GetElapsedTime(killed).ShouldBeLessThan(TimeSpan.FromSeconds(5), "Thirty questions in all: no one waits for a Redis that is away.");
        ((bool)(await AskAsync(second, "loss is nan at step ax"))["cached"]!).ShouldBeTrue();
        await UntilAsync("\"status\":\"degraded\"", first, second);
        Warnings(second).ShouldBe(warningsBefore + 1);

        await redis.StartAgainAsync();
        await ShareAsync(first, second);
    }

    private static async Task<JsonNode> AskAsync(RunningServer server, string question)
    {
        Answer answer = await server.PostToAsync("/api/v1/knowledge/query", new JsonObject { ["query"] = question }.ToJsonString());
        answer.Status.ShouldBe(200, answer.Body);
        return answer.Json;
    }

    // A busy machine may let a read take longer than a question waits: then another question shows it.
    private static async Task ShareAsync(RunningServer first, RunningServer second)
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            await UntilAsync("Redis answers", first, second);
            string question = $"loss is nan, {Guid.NewGuid()}";
            JsonNode computed = await AskAsync(first, question);
            ((bool)computed["cached"]!).ShouldBeFalse();
            // It is written a moment after it was answered.
            await Task.Delay(200, None);
            JsonNode shared = await AskAsync(second, question);
            JsonNode.DeepEquals(shared["results"], computed["results"]).ShouldBeTrue();
            if ((bool)shared["cached"]!) return;
        }

        Assert.Fail("The second server took no answer from the first in twenty attempts.");
    }

    private static int Warnings(RunningServer server) => server.Log.AtLeast(LogLevel.Warning).Count(l => l.Contains("second level of the knowledge cache", StringComparison.Ordinal));

    private static async Task UntilAsync(string said, params RunningServer[] servers)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        foreach (RunningServer server in servers)
        {
            while (!(await server.GetAsync("/health/ready")).Body.Contains(said, StringComparison.Ordinal)) await Task.Delay(50, patience.Token);
        }
    }
}
