using DeepFix.Cli.Tests.Running;
using DeepFix.Testing;

namespace DeepFix.Cli.Tests;

public sealed class RequestVerbTests
{
    private const string Accepted = """{"request_id": "req_1", "status": "queued", "status_url": "/api/v1/status/req_1", "result_url": "/api/v1/result/req_1"}""";
    private const string Running = """{"request_id": "req_1", "run_id": "abc", "status": "running", "stage": "fetching", "progress": 0.25, "created_at": "2026-01-01T00:00:00Z"}""";
    private const string Failed = """{"request_id": "req_1", "run_id": "abc", "status": "failed", "stage": "done", "progress": 1, "created_at": "2026-01-01T00:00:00Z", "error_message": "MLflow is away.", "error": {"code": "MLFLOW_CONNECTION_ERROR", "details": {"suggestion": "Wait."}}}""";
    private const string Done = """{"request_id": "req_1", "run_id": "abc", "status": "completed", "summary": "Fine.", "agent_results": [{"agent_name": "TrainingArtifactsAnalyzer", "analysis": [], "additional_outputs": {"clean": ["nan_loss"]}}]}""";
    private const string Unknown = """{"error": "REQUEST_NOT_FOUND", "message": "There is no such request.", "details": {"suggestion": "Look again."}, "timestamp": "2026-01-01T00:00:00Z"}""";
    private const string Over = """{"error": "REQUEST_FINISHED", "message": "The request is finished.", "details": {"suggestion": "Read it."}, "timestamp": "2026-01-01T00:00:00Z"}""";

    [Fact]
    public async Task An_analysis_is_handed_over_and_its_id_printed_with_how_to_ask()
    {
        await using CannedServer server = await CannedServer.StartAsync(202, Accepted);
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--async", "--server", server.Url, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldBe($"abc  req_1\n  deepfix status req_1 --server {server.Url}\n  deepfix result req_1 --server {server.Url}\n");
        server.Asked.Select(a => $"{a.Method} {a.Target}").ShouldHaveSingleItem().ShouldBe("POST /api/v1/analyze?mode=async");
    }

    [Fact]
    public async Task For_programs_the_accepted_request_is_JSON()
    {
        await using CannedServer server = await CannedServer.StartAsync(202, Accepted);
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--async", "--format", "json", "--server", server.Url, "--tracking-uri", "http://mlflow:5000");
        ran.Json.GetProperty("request_id").GetString().ShouldBe("req_1");
    }

    [Theory]
    [MemberData(nameof(SharedReports))]
    public async Task A_result_is_printed_as_the_recorder_and_the_Python_package_print_it(string name)
    {
        await using CannedServer server = await CannedServer.StartAsync(200, await File.ReadAllTextAsync(Repository.PathOf("tests", "clients", "reports", name + ".json"), TestContext.Current.CancellationToken));
        Ran ran = await DeepFixProgram.RunAsync("result", "req_1", "--server", server.Url);
        Approved.CheckFile(Repository.PathOf("tests", "clients", "reports", name + ".txt"), ran.Out);
    }

    public static TheoryData<string> SharedReports => [.. Directory.GetFiles(Repository.PathOf("tests", "clients", "reports"), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_malformed_request_is_told_field_by_field()
    {
        await using CannedServer server = await CannedServer.StartAsync(400, """{"error": "VALIDATION_ERROR", "message": "Invalid request: missing required field 'mlflow_tracking_uri'", "details": {"field": "mlflow_tracking_uri", "constraint": "required", "provided": null, "suggestion": "Add it."}, "timestamp": "2026-01-01T00:00:00Z"}""");
        Ran ran = await DeepFixProgram.RunAsync("result", "req_1", "--server", server.Url);
        ran.Error.ShouldBe("deepfix: Invalid request: missing required field 'mlflow_tracking_uri' (VALIDATION_ERROR)\n  mlflow_tracking_uri: required; given was nothing\n  Add it.\n");
        ran.ExitCode.ShouldBe(3);
    }

    [Theory]
    [InlineData("status", 200, Running, "GET /api/v1/status/req_1", 0, "req_1  abc  running, fetching, 25 %\n", "")]
    [InlineData("status", 200, Failed, "GET /api/v1/status/req_1", 0, "req_1  abc  failed\n  MLflow is away.\n", "")]
    [InlineData("status", 404, Unknown, "GET /api/v1/status/req_1", 2, "", "There is no such request. (REQUEST_NOT_FOUND)")]
    [InlineData("result", 200, Done, "GET /api/v1/result/req_1", 0, "abc\n✓ No fault found in what was logged\n  Fine.\n", "")]
    [InlineData("result", 202, Accepted, "GET /api/v1/result/req_1", 2, "", "There is no result yet: req_1 is queued.")]
    [InlineData("cancel", 202, Running, "DELETE /api/v1/analyze/req_1", 0, "req_1  abc  running, fetching, 25 %\n", "")]
    [InlineData("cancel", 409, Over, "DELETE /api/v1/analyze/req_1", 2, "", "The request is finished.")]
    public async Task What_became_of_a_request_is_asked_and_said(string verb, int status, string body, string request, int exitCode, string output, string error)
    {
        await using CannedServer server = await CannedServer.StartAsync(status, body);
        Ran ran = await DeepFixProgram.RunAsync(verb, "req_1", "--server", server.Url);
        ran.ExitCode.ShouldBe(exitCode, ran.Error);
        ran.Out.ShouldBe(output);
        ran.Error.ShouldContain(error);
        server.Asked.Select(a => $"{a.Method} {a.Target}").ShouldHaveSingleItem().ShouldBe(request);
    }

    [Fact]
    public async Task A_folder_cannot_be_handed_over()
    {
        using var folder = new Folder();
        Ran ran = await DeepFixProgram.RunAsync("analyze", folder.Path, "--async", "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("cannot read a folder of this machine");
    }
}
