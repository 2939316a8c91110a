using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DeepFix.Load;

namespace DeepFix.Server.ServiceTests;

/// <summary>Two servers over one PostgreSQL.</summary>
public sealed class ReplicaTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_that_start_together_share_the_work_and_one_takes_up_what_the_other_leaves_when_killed()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Replay replay = await Replay.StartAsync();
        using Place firstPlace = new(database.ConnectionString), secondPlace = new(database.ConnectionString);
        ServerProcess[] both = await Task.WhenAll(ServerProcess.StartAsync(firstPlace.Settings, None), ServerProcess.StartAsync(secondPlace.Settings, None));
        using ServerProcess first = both[0], second = both[1];

        JsonObject accepted = await AcceptAsync(first, replay);
        await UntilAsync(second, accepted, "completed");
        (await second.Http.GetAsync(new Uri((string)accepted["result_url"]!, UriKind.Relative), None)).IsSuccessStatusCode.ShouldBeTrue();

        replay.Delay = TimeSpan.FromSeconds(2);
        JsonObject[] inFlight = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => AcceptAsync(first, replay)));
        foreach (JsonObject one in inFlight) await UntilAsync(second, one, "running");
        first.Kill();
        replay.Delay = TimeSpan.Zero;
        long killed = Stopwatch.GetTimestamp();

        foreach (JsonObject one in inFlight) await UntilAsync(second, one, "completed");

        Stopwatch.GetElapsedTime(killed).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    private static async Task<JsonObject> AcceptAsync(ServerProcess server, Replay replay)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze?mode=async") { Content = JsonContent.Create(new JsonObject { ["run_id"] = replay.Runs[0], ["mlflow_tracking_uri"] = replay.TrackingUri }) };
        using HttpResponseMessage answer = await server.Http.SendAsync(request, None);
        ((int)answer.StatusCode).ShouldBe(202);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(None))!.AsObject();
    }

    private static async Task UntilAsync(ServerProcess server, JsonObject accepted, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (true)
        {
            JsonObject now = JsonNode.Parse(await server.Http.GetStringAsync(new Uri((string)accepted["status_url"]!, UriKind.Relative), patience.Token))!.AsObject();
            if ((string?)now["status"] == status) return;
            ((string?)now["status"]).ShouldBeOneOf("queued", "running");
            await Task.Delay(50, patience.Token);
        }
    }
}
