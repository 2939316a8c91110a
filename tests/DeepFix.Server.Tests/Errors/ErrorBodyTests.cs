using System.Net;
using System.Net.Sockets;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Server.Analysis;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Errors;

public sealed class ErrorBodyTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    /// <summary>ENOSPC, as .NET keeps it.</summary>
    private const int NoSpaceLeft = 28;

    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    [Fact]
    public async Task A_missing_field_is_the_specifications_error_5()
    {
        Answer answer = (await server.PostAsync("""{"run_id": "abc123def456"}""")).ShouldBeError(ErrorCode.ValidationError);

        Approved.ShouldMatch("validation_error", answer.Body);
    }

    [Fact]
    public async Task A_tracking_server_that_nobody_listed_is_forbidden()
    {
        Answer answer = (await server.AnalyzeAsync("abc", new Uri("https://mlflow.example:8443"))).ShouldBeError(ErrorCode.Forbidden);

        Approved.ShouldMatch("forbidden", answer.Body);
    }

    [Fact]
    public async Task A_run_that_MLflow_does_not_know_is_not_found()
    {
        Answer answer = (await server.AnalyzeAsync("abc123def456", _mlflow.Uri)).ShouldBeError(ErrorCode.RunNotFound);

        Approved.ShouldMatch("run_not_found", answer.Body);
    }

    [Fact]
    public async Task MLflow_that_is_down_is_the_specifications_error_1()
    {
        Uri nobody = Loopback.At(Loopback.FreePort(), "localhost");
        Answer answer = (await server.AnalyzeAsync("abc", nobody, body => body["analysis_options"] = new System.Text.Json.Nodes.JsonObject { ["max_analysis_time"] = 130 })).ShouldBeError(ErrorCode.MlflowConnectionError);

        Approved.ShouldMatch("mlflow_connection_error", answer.Body);
        answer.RetryAfter.ShouldBe("30");
    }

    [Fact]
    public async Task The_time_that_the_fetch_had_is_named_in_whole_seconds()
        => ((double)(await server.AnalyzeAsync("abc", Loopback.At(Loopback.FreePort()))).Details["timeout"]!).ShouldBe(55);

    [Fact]
    public async Task A_name_that_does_not_resolve_is_not_worth_a_retry()
    {
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:AllowedTrackingHosts:0"] = "http://mlflow.invalid:5000" });

        Answer answer = (await own.AnalyzeAsync("abc", new Uri("http://mlflow.invalid:5000"))).ShouldBeError(ErrorCode.MlflowConnectionError);

        ((bool)answer.Details["retryable"]!).ShouldBeFalse();
        answer.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task MLflow_that_takes_the_connection_and_says_nothing_is_given_up_in_time()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Mlflow:RequestTimeoutSeconds"] = "0.5" });

        Answer answer = await own.AnalyzeAsync("abc", Loopback.Of(hole));

        answer.ShouldBeError(ErrorCode.MlflowConnectionError).RetryAfter.ShouldBe("30");
    }

    /// <summary>What MLflow answers; name of the approved body; whether a retry can help.</summary>
    public static TheoryData<int, string, string, string, bool> MlflowAnswers => new()
    {
        { 500, "text/plain", "Internal Server Error", "mlflow_error_500", true },
        { 200, "text/html", "<html><title>Sign in</title></html>", "mlflow_error_html", true },
        { 401, "text/html", "You are not authenticated.", "mlflow_error_401", false },
        { 403, "text/plain", "Invalid Host header - possible DNS rebinding attack detected", "mlflow_error_host_header", false },
        { 403, "application/json", """{"error_code": "PERMISSION_DENIED", "message": "Permission denied"}""", "mlflow_error_permission", false },
        { 429, "application/json", """{"error_code": "REQUEST_LIMIT_EXCEEDED", "message": "Too many"}""", "mlflow_error_429", true },
        { 200, "application/json", """{"run": {"info": """, "mlflow_error_cut", true },
    };

    [Theory]
    [MemberData(nameof(MlflowAnswers))]
    public async Task What_MLflow_refuses_or_garbles_is_told_with_a_remedy(int status, string contentType, string body, string approved, bool isRetryable)
    {
        _mlflow.Interceptor = _ => (status, contentType, body);

        Answer answer = (await server.AnalyzeAsync("abc", _mlflow.Uri)).ShouldBeError(ErrorCode.MlflowError);

        ((bool?)answer.Details["retryable"] ?? true).ShouldBe(isRetryable);
        Approved.ShouldMatch(approved, answer.Body);
    }

    [Fact]
    public async Task A_store_of_artifacts_that_is_not_there_is_told_from_a_missing_artifact()
    {
        _mlflow.Add(LabelledRuns.Healthy);
        _mlflow.Interceptor = static request => request.Path.Value!.EndsWith("mlflow-artifacts/artifacts", StringComparison.Ordinal)
            ? (404, "application/json", """{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "The specified bucket does not exist"}""")
            : null;

        Approved.ShouldMatch("artifact_not_found", (await server.AnalyzeAsync(LabelledRuns.Healthy, _mlflow.Uri)).ShouldBeError(ErrorCode.ArtifactNotFound).Body);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large()
    {
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:MaxRequestBytes"] = "2048" });

        Approved.ShouldMatch("payload_too_large", (await own.PostAsync(new string(' ', 3000))).ShouldBeError(ErrorCode.PayloadTooLarge).Body);
    }

    [Fact]
    public async Task A_fault_of_our_own_tells_nothing_but_the_request_id()
    {
        OpenRun faulty = (_, _) => new FaultySource(new InvalidOperationException("secret /etc/passwd", new IOException("secret")));
        using RunningServer own = RunningServer.Start(services: s => s.AddSingleton(faulty));

        Answer answer = (await own.AnalyzeAsync("abc", _mlflow.Uri)).ShouldBeError(ErrorCode.InternalServerError);

        answer.Details.Select(d => d.Key).ShouldBe(["request_id", "suggestion"]);
        ((string?)answer.Details["request_id"]).ShouldBe(answer.RequestId);
        answer.Body.ShouldNotContain("secret");
        Approved.ShouldMatch("internal_server_error", answer.Body);
        own.Log.AtLeast(LogLevel.Information).ShouldAllBe(line => !line.Contains("secret") && !line.Contains("   at "));
        own.Log.AtLeast(LogLevel.Error).ShouldContain(line => line.Contains(answer.RequestId!) && line.Contains(nameof(InvalidOperationException)));
    }

    [Fact]
    public async Task A_full_disk_or_a_store_that_is_away_is_worth_a_retry()
    {
        foreach (Exception outage in (Exception[])[new IOException("secret", NoSpaceLeft), new SqliteException("secret", 13)])
        {
            OpenRun without = (_, _) => new FaultySource(outage);
            using RunningServer own = RunningServer.Start(services: s => s.AddSingleton(without));

            Answer answer = await own.AnalyzeAsync("abc", _mlflow.Uri);

            answer.Status.ShouldBe(503, answer.Body);
            answer.RetryAfter.ShouldBe("30");
            Approved.ShouldMatch("internal_server_error_outage", answer.Body);
        }
    }

    [Fact]
    public async Task A_route_that_is_not_there_gets_a_body_too()
        => Approved.ShouldMatch("not_found", (await server.GetAsync("/api/v1/analyse")).ShouldBeError(ErrorCode.NotFound).Body);

    [Fact]
    public async Task A_method_that_a_route_does_not_take_gets_a_body_too()
        => Approved.ShouldMatch("method_not_allowed", (await server.GetAsync("/api/v1/analyze")).ShouldBeError(ErrorCode.MethodNotAllowed).Body);

    [Theory]
    [InlineData("application/problem+json", "application/problem+json")]
    [InlineData("application/problem+json, application/json;q=0.5", "application/problem+json")]
    [InlineData("application/json, application/problem+json;q=0.5", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html;;;garbage", "application/json")]
    public async Task Problem_json_has_the_same_members_and_comes_when_asked_for(string accept, string contentType)
    {
        Answer answer = await server.PostAsync("{}", accept: accept);

        answer.ContentType.ShouldBe(contentType);
        answer.Status.ShouldBe(400);
        answer.Json.Select(m => m.Key).ShouldBe(["error", "message", "details", "timestamp"]);
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_of_its_own()
    {
        string?[] ids = [(await server.GetAsync("/health/live")).RequestId, (await server.GetAsync("/nowhere")).RequestId, (await server.PostAsync("{}")).RequestId, (await server.GetAsync("/openapi/v1.json")).RequestId];

        ids.ShouldAllBe(id => id != null && id.StartsWith("req_"));
        ids.ShouldBeUnique();
    }

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    private sealed class FaultySource(Exception failure) : RunSource
    {
        public override string Where => "secret";

        public override string RunId => "secret";

        public override Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
            => throw failure;
    }
}
