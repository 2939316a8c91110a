using System.Diagnostics;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Load;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Server.Tests.Mcp;
using ModelContextProtocol.Client;

namespace DeepFix.Server.ServiceTests;

/// <summary>A real client of the Model Context Protocol, against real processes.</summary>
public sealed class AssistantTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "DeepFix.Cli.dll");

    private static readonly string Store = "sqlite:///" + RepositoryFiles.Path("samples", "demo", "mlflow.db");

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_read_on_another_replica_than_the_one_that_analysed()
    {
        await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
        await using Replay replay = await Replay.StartAsync();
        using Place firstPlace = new(database.ConnectionString), secondPlace = new(database.ConnectionString);
        ServerProcess[] both = await Task.WhenAll(ServerProcess.StartAsync(firstPlace.Settings, None), ServerProcess.StartAsync(secondPlace.Settings, None));
        using ServerProcess first = both[0], second = both[1];
        await using Assistant asking = await Assistant.AtAsync(first.Uri), reading = await Assistant.AtAsync(second.Uri);

        foreach (string run in replay.Runs.Take(5))
        {
            Told told = (await asking.CallAsync("analyze_run", ("run_id", run), ("mlflow_tracking_uri", replay.TrackingUri))).ShouldBeAnswer();
            Told read = (await reading.CallAsync("read_result", ("request_id", (string)told.Json["request_id"]!))).ShouldBeAnswer();
            read.Text.ShouldBe(told.Text);
        }

        first.Kill();
        (await reading.CallAsync("list_runs", ("mlflow_tracking_uri", replay.TrackingUri))).ShouldBeAnswer();
        (await reading.CallAsync("read_result", ("request_id", "req_unknown"))).ShouldBeError(ErrorCode.RequestNotFound);
    }

    [Fact]
    public async Task The_program_serves_an_assistant_that_starts_it()
    {
        var transport = new StdioClientTransport(new StdioClientTransportOptions { Name = "deepfix", Command = "dotnet", Arguments = ["exec", Program, "mcp", "--tracking-uri", Store] });
        await using Assistant assistant = await Assistant.OverAsync(transport);

        (await assistant.ToolsAsync()).Count.ShouldBe(6);
        Told runs = (await assistant.CallAsync("list_runs")).ShouldBeAnswer();
        Told told = (await assistant.CallAsync("analyze_run", ("run_id", (string)runs.List("runs")[0]!["run_id"]!))).ShouldBeAnswer();
        (await assistant.CallAsync("read_result", ("request_id", (string)told.Json["request_id"]!), ("section", "notes"))).ShouldBeAnswer();
    }

    [Fact]
    public async Task Nothing_but_the_protocol_is_written_to_standard_output_and_the_end_of_input_ends_the_program()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Program, "mcp", "--tracking-uri", Store]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(None);
        foreach (string line in (string[])
        [
            """{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""",
            """{"jsonrpc": "2.0", "method": "notifications/initialized"}""",
            """{"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "analyze_run", "arguments": {"run_id": "no-such-run"}}}""",
            """{"jsonrpc": "2.0", "id": 3, "method": "no/such/method"}""",
            "this is not JSON",
            """{"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "ask_knowledge", "arguments": {"query": "loss is NaN"}}}""",
        ]) await process.StandardInput.WriteLineAsync(line.AsMemory(), None);

        await process.StandardInput.FlushAsync(None);
        List<string> lines = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (lines.Count < 4) lines.Add((await process.StandardOutput.ReadLineAsync(patience.Token)).ShouldNotBeNull());
        process.StandardInput.Close();
        lines.AddRange((await process.StandardOutput.ReadToEndAsync(patience.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync(patience.Token);

        lines.ShouldAllBe(l => (string?)JsonNode.Parse(l)!["jsonrpc"] == "2.0");
        lines.Select(l => (int?)JsonNode.Parse(l)!["id"]).ShouldBe([1, 2, 3, 4], ignoreOrder: true);
        (await errors).ShouldContain("RUN_NOT_FOUND");
        process.ExitCode.ShouldBe(0);
    }
}
