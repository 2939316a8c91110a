using System.IO.Pipelines;
using DeepFix.Api;
using DeepFix.Cli.Tests.Running;
using DeepFix.Server.Tests.Mcp;
using ModelContextProtocol.Protocol;

namespace DeepFix.Cli.Tests;

/// <summary><c>deepfix mcp</c> in this process; as a program of its own it is tested among the service tests.</summary>
public sealed class McpTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Runs_of_the_store_are_listed_analysed_and_read_section_by_section()
    {
        Ran ran = await WithAsync(["mcp", "--tracking-uri", BundledStore.Uri], async assistant =>
        {
            (await assistant.CallAsync("list_runs")).ShouldBeAnswer().List("runs").Select(r => (string?)r!["run_id"]).ShouldContain(BundledStore.RunWithNan);
            Told told = (await assistant.CallAsync("analyze_run", ("run_id", BundledStore.RunWithNan))).ShouldBeAnswer();
            ((string?)told.List("root_causes")[0]!["code"]).ShouldNotBeNullOrEmpty();
            string requestId = (string)told.Json["request_id"]!;
            (await assistant.CallAsync("read_result", ("request_id", requestId), ("section", "findings"))).ShouldBeAnswer().List("findings").Select(f => (string?)f!["code"]).ShouldContain("nan_loss");
            Told compared = (await assistant.CallAsync("compare_runs", ("run_ids", new[] { BundledStore.RunWithNan, BundledStore.HealthyRun }))).ShouldBeAnswer();
            compared.List("runs").Count.ShouldBe(2);
        });

        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldBeEmpty();
        ran.Error.ShouldBe($"deepfix mcp: reads {BundledStore.Uri}; ends when standard input does\n");
    }

    [Theory]
    [InlineData("http://mlflow.example.com:5000")]
    [InlineData("/etc")]
    [InlineData("sqlite:////tmp/other.db")]
    public async Task Another_store_than_the_user_named_is_refused(string uri)
    {
        Ran ran = await WithAsync(["mcp", "--tracking-uri", BundledStore.Uri], async assistant =>
        {
            (await assistant.CallAsync("analyze_run", ("run_id", "abc"), ("mlflow_tracking_uri", uri))).ShouldBeError(ErrorCode.Forbidden);
            (await assistant.CallAsync("compare_runs", ("run_ids", new[] { "a", "b" }), ("mlflow_tracking_uri", uri))).ShouldBeError(ErrorCode.Forbidden);
            (await assistant.CallAsync("list_runs", ("mlflow_tracking_uri", uri))).ShouldBeError(ErrorCode.Forbidden);
        });

        ran.Error.Split("FORBIDDEN").Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_first_store_is_the_usual_one_and_each_of_them_can_be_named()
    {
        string copy = "sqlite:///" + BundledStore.CopyTo(_folder);
        await WithAsync(["mcp", "--tracking-uri", BundledStore.Uri, "--tracking-uri", copy], async assistant =>
        {
            (await assistant.CallAsync("analyze_run", ("run_id", BundledStore.HealthyRun), ("mlflow_tracking_uri", copy))).ShouldBeAnswer();
            (await assistant.CallAsync("list_runs", ("mlflow_tracking_uri", BundledStore.Uri), ("max_runs", 3))).ShouldBeAnswer().List("runs").Count.ShouldBe(3);
        });
    }

    [Fact]
    public async Task Without_an_MLflow_the_knowledge_base_answers_and_an_analysis_says_what_is_missing()
        => await WithAsync(["mcp"], async assistant =>
        {
            (await assistant.CallAsync("ask_knowledge", ("query", "why is my loss NaN"))).ShouldBeAnswer().List("results").ShouldNotBeEmpty();
            (await assistant.CallAsync("list_detectors", ("code", "nan_loss"))).ShouldBeAnswer();
            (await assistant.CallAsync("analyze_run", ("run_id", "abc"))).ShouldBeError(ErrorCode.ValidationError).Text.ShouldContain("--tracking-uri");
        });

    [Fact]
    public async Task What_is_not_there_is_said_with_the_contracts_codes()
        => await WithAsync(["mcp", "--tracking-uri", BundledStore.Uri], async assistant =>
        {
            (await assistant.CallAsync("analyze_run", ("run_id", "nothing"))).ShouldBeError(ErrorCode.RunNotFound);
            (await assistant.CallAsync("read_result", ("request_id", "req_nothing"))).ShouldBeError(ErrorCode.RequestNotFound);
            (await assistant.CallAsync("list_runs", ("experiment", "no such"))).IsError.ShouldBeTrue();
        });

    private async Task<Ran> WithAsync(string[] arguments, Func<Assistant, Task> conversation)
    {
        Pipe up = new(), down = new();
        Task<Ran> running = new DeepFixProgram { CurrentDirectory = _folder.Path, Pipes = (up.Reader.AsStream(), down.Writer.AsStream()) }.WithAsync(arguments);
        await using (Assistant assistant = await Assistant.OverAsync(new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream())))
            await conversation(assistant);
        await up.Writer.CompleteAsync();
        return await running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
