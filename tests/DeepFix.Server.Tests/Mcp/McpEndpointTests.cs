using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Server.Tests.Jobs;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Mcp;

/// <summary>The tools at /mcp: the same rules as everywhere else on the server.</summary>
public sealed class McpEndpointTests
{
    private const string Key = "correct horse battery staple", Other = "another key of this server";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_analysed_and_its_result_is_the_one_of_the_API()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        using RunningServer server = RunningServer.Start();
        await using Assistant assistant = await Assistant.AtAsync(server.Uri);

        Told told = (await assistant.CallAsync("analyze_run", ("run_id", LabelledRuns.NanLoss), ("mlflow_tracking_uri", mlflow.Uri.Origin()))).ShouldBeAnswer();

        string requestId = (string)told.Json["request_id"]!;
        AnalysisResult result = (await server.GetAsync("/api/v1/result/" + requestId)).Result;
        (await server.AnalyzeAsync(LabelledRuns.NanLoss, mlflow.Uri)).ShouldSayTheSameAs(result);
        told.List("root_causes").Select(c => (string?)c!["code"]).ShouldBe(result.RootCauses.Select(c => c.Code));
        Told findings = (await assistant.CallAsync("read_result", ("request_id", requestId), ("section", "findings"))).ShouldBeAnswer();
        findings.List("findings").Select(f => (string?)f!["code"]).ShouldBe(result.Findings.Select(f => f.Code), ignoreOrder: true);
        ((double)findings.List("findings")[0]!["confidence"]!).ShouldBe(result.Findings.First(f => f.Code == (string?)findings.List("findings")[0]!["code"]).Confidence, 1e-6);
    }

    [Fact]
    public async Task Runs_are_listed_and_compared()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        mlflow.Add(LabelledRuns.Healthy);
        using RunningServer server = RunningServer.Start(Settings(("AllowedTrackingHosts:0", mlflow.Uri.Origin())));
        await using Assistant assistant = await Assistant.AtAsync(server.Uri);

        Told runs = (await assistant.CallAsync("list_runs")).ShouldBeAnswer();
        string[] ids = [.. runs.List("runs").Select(r => (string)r!["run_id"]!)];
        ids.ShouldBe([LabelledRuns.NanLoss, LabelledRuns.Healthy], ignoreOrder: true);
        Told compared = (await assistant.CallAsync("compare_runs", ("run_ids", ids))).ShouldBeAnswer();
        compared.List("runs").Select(r => (string?)r!["run_id"]).ShouldBe(ids, ignoreOrder: true);
        (await assistant.CallAsync("list_runs", ("experiment", "no such"))).ShouldBeError(ErrorCode.RunNotFound);
    }

    [Fact]
    public async Task The_knowledge_base_answers_as_over_HTTP()
    {
        using RunningServer server = RunningServer.Start();
        await using Assistant assistant = await Assistant.AtAsync(server.Uri);
        Told told = (await assistant.CallAsync("ask_knowledge", ("query", "why is my loss NaN"))).ShouldBeAnswer();
        JsonArray answered = (await server.PostToAsync("/api/v1/knowledge/query", """{"query": "why is my loss NaN"}""")).Json["results"]!.AsArray();
        told.List("results").Select(r => (string?)r!["id"]).ShouldBe(answered.Select(r => (string?)r!["metadata"]!["id"]));
    }

    [Theory]
    [InlineData("http://mlflow.example.com:5000", "abc", ErrorCode.Forbidden)]
    [InlineData("http://169.254.169.254", "abc", ErrorCode.Forbidden)]
    [InlineData("sqlite:///mlflow.db", "abc", ErrorCode.ValidationError)]
    [InlineData("http://user:hunter2@localhost:5000", "abc", ErrorCode.ValidationError)]
    [InlineData(null, "abc", ErrorCode.ValidationError)]
    [InlineData("http://localhost:1", "../abc", ErrorCode.ValidationError)]
    public async Task What_may_not_be_read_over_HTTP_is_refused_here_too(string? uri, string runId, ErrorCode code)
    {
        using RunningServer server = RunningServer.Start();
        await using Assistant assistant = await Assistant.AtAsync(server.Uri);
        (await assistant.CallAsync("analyze_run", ("run_id", runId), ("mlflow_tracking_uri", uri))).ShouldBeError(code).Text.ShouldNotContain("hunter2");
        (await assistant.CallAsync("compare_runs", ("run_ids", new[] { runId, "b" }), ("mlflow_tracking_uri", uri))).ShouldBeError(code);
        if (runId == "abc") (await assistant.CallAsync("list_runs", ("mlflow_tracking_uri", uri))).ShouldBeError(code);
    }

    [Fact]
    public async Task Failures_of_MLflow_and_unknown_requests_have_the_contracts_codes()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        await using Assistant assistant = await Assistant.AtAsync(server.Uri);
        (await assistant.CallAsync("analyze_run", ("run_id", "nothing"), ("mlflow_tracking_uri", mlflow.Uri.Origin()))).ShouldBeError(ErrorCode.RunNotFound);
        (await assistant.CallAsync("read_result", ("request_id", "req_nothing"))).ShouldBeError(ErrorCode.RequestNotFound);
        (await assistant.CallAsync("list_runs", ("mlflow_tracking_uri", Loopback.At(Loopback.FreePort()).Origin()))).ShouldBeError(ErrorCode.MlflowConnectionError);
    }

    [Fact]
    public async Task Keys_are_asked_for_and_a_result_belongs_to_the_key_that_asked()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        using RunningServer server = RunningServer.Start(Settings(("ApiKeys:0:Name", "one"), ("ApiKeys:0:Sha256", Sha256(Key)), ("ApiKeys:1:Name", "two"), ("ApiKeys:1:Sha256", Sha256(Other))));
        await using Assistant mine = await Assistant.AtAsync(server.Uri, Key), others = await Assistant.AtAsync(server.Uri, Other);

        Told told = (await mine.CallAsync("analyze_run", ("run_id", LabelledRuns.NanLoss), ("mlflow_tracking_uri", mlflow.Uri.Origin()))).ShouldBeAnswer();

        (await mine.CallAsync("read_result", ("request_id", (string)told.Json["request_id"]!))).ShouldBeAnswer();
        (await others.CallAsync("read_result", ("request_id", (string)told.Json["request_id"]!))).ShouldBeError(ErrorCode.RequestNotFound);
        (await PostAsync(server, "{}")).ShouldBeError(ErrorCode.Unauthorized);
    }

    [Fact]
    public async Task The_rate_of_a_key_and_the_queue_are_those_of_the_API()
    {
        using RunningServer server = RunningServer.Start(Settings(("ApiKeys:0:Name", "one"), ("ApiKeys:0:Sha256", Sha256(Key)), ("RateLimit:Burst", "1"), ("RateLimit:RequestsPerMinute", "1")));
        (await PostAsync(server, "{}", Key)).Status.ShouldNotBe(429);
        (await PostAsync(server, "{}", Key)).ShouldBeError(ErrorCode.RateLimitExceeded);

        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        using RunningServer full = RunningServer.Start(Settings(("Jobs:MaxQueued", "0")));
        await using Assistant assistant = await Assistant.AtAsync(full.Uri);
        (await assistant.CallAsync("analyze_run", ("run_id", LabelledRuns.NanLoss), ("mlflow_tracking_uri", mlflow.Uri.Origin()))).ShouldBeError(ErrorCode.RateLimitExceeded);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"jsonrpc": "2.0", "id": 1, "method": "\ud800"}""", 400)]
    public async Task A_body_that_is_no_message_is_refused_and_is_no_fault_of_the_server(string body, int status)
    {
        using RunningServer server = RunningServer.Start();
        (await PostAsync(server, body)).Status.ShouldBe(status);
        server.Log.AtLeast(LogLevel.Error).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        using RunningServer server = RunningServer.Start(Settings(("MaxRequestBytes", "2048")));
        (await PostAsync(server, $$"""{"x": "{{new string('x', 3_000)}}"}""")).ShouldBeError(ErrorCode.PayloadTooLarge);
    }

    [Fact]
    public async Task A_page_from_elsewhere_gets_nothing()
    {
        using RunningServer server = RunningServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example.com");
        (await server.SendAsync(request)).ShouldBeError(ErrorCode.Forbidden);
    }

    [Fact]
    public async Task No_session_is_kept()
    {
        using RunningServer server = RunningServer.Start();
        using var request = Message("""{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""");
        using HttpResponseMessage answer = await server.Http.SendAsync(request, None);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Mcp-Session-Id").ShouldBeFalse();
        (await server.GetAsync("/mcp")).Status.ShouldBe(405);
    }

    [Fact]
    public async Task An_assistant_that_hangs_up_before_it_knows_the_id_stops_its_analysis()
    {
        await using SlowMlflow mlflow = await SlowMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        using var impatience = new CancellationTokenSource();
        using var request = Message($$$$"""{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "analyze_run", "arguments": {"run_id": "nan-loss", "mlflow_tracking_uri": "{{{{mlflow.Uri.Origin()}}}}"}}}""");
        Task<HttpResponseMessage> call = server.Http.SendAsync(request, HttpCompletionOption.ResponseContentRead, impatience.Token);
        while (mlflow.Asked == 0) await Task.Delay(20, None);

        await impatience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        JobDatabase store = server.Services.GetRequiredService<JobDatabase>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await store.QueryAsync("SELECT state FROM deepfix_jobs", row => row.GetString(0), patience.Token)).Single() != "cancelled") await Task.Delay(20, patience.Token);
    }

    private static async Task<Answer> PostAsync(RunningServer server, string body, string? apiKey = null)
    {
        using HttpRequestMessage request = Message(body);
        if (apiKey is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return await server.SendAsync(request);
    }

    private static HttpRequestMessage Message(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        return request;
    }

    private static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) => settings.ToDictionary(s => "DeepFix:" + s.Name, s => (string?)s.Value, StringComparer.Ordinal);

    private static string Sha256(string key) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
