using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DeepFix.Load;

namespace DeepFix.Server.ServiceTests;

/// <summary>A server whose disk runs full while it works.</summary>
public sealed class FullDiskTests
{
    private const int Accepted = 6;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_refuses_what_is_new_with_503_and_loses_nothing_that_was_accepted()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 48);
        await using Replay replay = await Replay.StartAsync();
        using var place = new Place(leaseSeconds: 3, parent: disk.Folder);
        using ServerProcess server = await ServerProcess.StartAsync(place.Settings, None);
        string run = replay.Runs[0];
        string undisturbed = Caller.Verdict(await (await PostAsync(server, replay, run, "sync")).Content.ReadAsStringAsync(None));
        (await StatusOfAsync(server, "/health/ready")).ShouldBe(200);
        replay.Delay = TimeSpan.FromSeconds(1);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, Accepted).Select(async _ => await AcceptedIdAsync(server, replay, run)));

        disk.Fill();
        replay.Delay = TimeSpan.Zero;
        using HttpResponseMessage later = await PostAsync(server, replay, run, "async");
        using HttpResponseMessage now = await PostAsync(server, replay, run, "sync");
        int ready = await StatusOfAsync(server, "/health/ready"), live = await StatusOfAsync(server, "/health/live");
        // Longer than all three attempts of a request take, and than the lease.
        await Task.Delay(TimeSpan.FromSeconds(9), None);
        string[] meanwhile = await Task.WhenAll(ids.Select(id => StateAsync(server, id)));

        foreach (HttpResponseMessage refused in (HttpResponseMessage[])[later, now])
        {
            ((int)refused.StatusCode).ShouldBe(503);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
            string body = await refused.Content.ReadAsStringAsync(None);
            body.ShouldContain("\"error\":\"INTERNAL_SERVER_ERROR\"");
            body.ShouldContain("disk is full");
            body.ShouldNotContain(disk.Folder);
        }

        (ready, live).ShouldBe((503, 200));
        meanwhile.ShouldNotContain("failed");

        disk.Free();
        foreach (string id in ids)
        {
            await UntilCompletedAsync(server, id);
            Caller.Verdict(await server.Http.GetStringAsync(new Uri("/api/v1/result/" + id, UriKind.Relative), None)).ShouldBe(undisturbed);
        }

        (await StatusOfAsync(server, "/health/ready")).ShouldBe(200);
        using HttpResponseMessage again = await PostAsync(server, replay, run, "sync");
        Caller.Verdict(await again.Content.ReadAsStringAsync(None)).ShouldBe(undisturbed);
        place.Leftovers(runningServers: 1).ShouldBeEmpty();
    }

    private static Task<HttpResponseMessage> PostAsync(ServerProcess server, Replay replay, string run, string mode)
        => server.Http.PostAsync(new Uri("/api/v1/analyze?mode=" + mode, UriKind.Relative), JsonContent.Create(new JsonObject { ["run_id"] = run, ["mlflow_tracking_uri"] = replay.TrackingUri }), None);

    private static async Task<string> AcceptedIdAsync(ServerProcess server, Replay replay, string run)
    {
        using HttpResponseMessage answer = await PostAsync(server, replay, run, "async");
        ((int)answer.StatusCode).ShouldBe(202);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(None))!["request_id"]!;
    }

    private static async Task<int> StatusOfAsync(ServerProcess server, string path)
    {
        using HttpResponseMessage answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), None);
        return (int)answer.StatusCode;
    }

    private static async Task<string> StateAsync(ServerProcess server, string id)
        => (string)JsonNode.Parse(await server.Http.GetStringAsync(new Uri("/api/v1/status/" + id, UriKind.Relative), None))!["status"]!;

    private static async Task UntilCompletedAsync(ServerProcess server, string id)
    {
        long began = Stopwatch.GetTimestamp();
        string state;
        while ((state = await StateAsync(server, id)) != "completed")
        {
            state.ShouldBeOneOf("queued", "running");
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(40));
            await Task.Delay(50, None);
        }
    }
}
