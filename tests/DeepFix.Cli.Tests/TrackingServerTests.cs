using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using DeepFix.Testing;

namespace DeepFix.Cli.Tests;

public sealed class TrackingServerTests
{
    [Fact]
    public async Task A_run_of_a_tracking_server_is_analysed_from_its_histories()
    {
        await using FakeMlflow server = await ServerWithARunAsync();
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--tracking-uri", server.Uri.ToString());
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldStartWith("a lively run  abc  RUNNING\n✗ Loss is not a number");
    }

    [Fact]
    public async Task A_run_of_a_tracking_server_is_shown_with_histories_and_hashes()
    {
        await using FakeMlflow server = await ServerWithARunAsync();
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", "abc", "--history", "--format", "json", "--tracking-uri", server.Uri.ToString());
        ran.ExitCode.ShouldBe(0, ran.Error);
        JsonElement run = ran.Json;
        run.GetProperty("status").GetString().ShouldBe("RUNNING");
        run.GetProperty("end_time").ValueKind.ShouldBe(JsonValueKind.Null);
        run.GetProperty("history").GetProperty("train_loss").GetArrayLength().ShouldBe(30);
        run.GetProperty("history").GetProperty("train_loss")[3].ToString().ShouldBe("[3, 0.5, 1003]");
        JsonElement artifact = run.GetProperty("artifacts").EnumerateArray().Single();
        artifact.GetProperty("path").GetString().ShouldBe("notes/read me.txt");
        artifact.GetProperty("size").GetInt64().ShouldBe(5);
        artifact.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("hello"))));
    }

    [Fact]
    public async Task Without_hashes_no_artifact_is_read()
    {
        await using FakeMlflow server = await ServerWithARunAsync();
        server.Store.Run("abc").WithArtifact("model.bin", FakeArtifact.Sparse(5L << 30));
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", "abc", "--no-hashes", "--format", "json", "--tracking-uri", server.Uri.ToString());
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Json.GetProperty("artifacts")[0].GetProperty("size").GetInt64().ShouldBe(5L << 30);
        ran.Json.GetProperty("artifacts")[0].GetProperty("sha256").ValueKind.ShouldBe(JsonValueKind.Null);
        server.BytesSent.ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public async Task Where_artifacts_are_out_of_reach_the_rest_of_the_run_is_shown()
    {
        await using FakeMlflow server = await FakeMlflow.StartAsync(new FakeMlflowOptions { ServeArtifacts = false });
        AddRun(server);
        Ran ran = await DeepFixProgram.RunAsync("runs", "show", "abc", "--format", "json", "--tracking-uri", server.Uri.ToString());
        ran.ExitCode.ShouldBe(4);
        ran.Error.ShouldContain("The artifacts could not be read");
        ran.Json.GetProperty("params").GetProperty("lr").GetString().ShouldBe("0.1");
        ran.Json.GetProperty("artifacts_error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_server_that_asks_for_a_password_is_out_of_reach_and_no_secret_is_said()
    {
        await using FakeMlflow server = await FakeMlflow.StartAsync(new FakeMlflowOptions { Account = ("me", "right") });
        var uri = new UriBuilder(server.Uri) { UserName = "me", Password = "wr0ng-pass" };
        foreach (string[] verb in (string[][])[["analyze", "abc"], ["runs", "list"], ["runs", "download", "abc"]])
        {
            Ran ran = await DeepFixProgram.RunAsync([.. verb, "--tracking-uri", uri.ToString()]);
            ran.ExitCode.ShouldBe(4);
            (ran.Out + ran.Error).ShouldNotContain("wr0ng-pass");
        }
    }

    private static async Task<FakeMlflow> ServerWithARunAsync()
    {
        FakeMlflow server = await FakeMlflow.StartAsync();
        AddRun(server).WithArtifact("notes/read me.txt", "hello");
        return server;
    }

    private static FakeRun AddRun(FakeMlflow server)
    {
        server.Store.AddExperiment("Default");
        FakeRun run = server.Store.AddRun(id: "abc");
        run.Name = "a lively run";
        run.Params["lr"] = "0.1";
        for (int epoch = 0; epoch < 30; epoch++)
            run.Metrics.Add(new FakeMetric("train_loss", epoch > 9 ? double.NaN : 2.0 / (1 + epoch), 1000 + epoch, epoch));
        return run;
    }
}
