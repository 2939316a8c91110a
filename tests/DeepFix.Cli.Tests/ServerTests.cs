using System.Text.Json;
using DeepFix.Cli.Tests.Running;
using DeepFix.Testing;

namespace DeepFix.Cli.Tests;

public sealed class ServerTests
{
    private const string Answer = """{"request_id": "req_1", "run_id": "abc", "status": "completed", "summary": "Fine.", "agent_results": [{"agent_name": "TrainingArtifactsAnalyzer", "analysis": [], "additional_outputs": {"clean": ["nan_loss"]}}]}""";

    /// <summary>Where nobody listens: the first port is kept for a service that hardly any machine runs.</summary>
    private const string Nobody = "http://127.0.0.1:1";

    [Fact]
    public async Task A_server_is_asked_with_options_context_and_key()
    {
        await using CannedServer server = await CannedServer.StartAsync(200, Answer);
        Ran ran = await new DeepFixProgram { Environment = new() { ["DEEPFIX_API_KEY"] = "key" } }.WithAsync(
            "analyze", "abc", "--server", server.Url, "--tracking-uri", "http://mlflow:5000", "--focus", "stability", "--max-analysis-time", "45", "--no-dataset", "--task-type", "regression");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldBe("abc\n✓ No fault found in what was logged\n  Fine.\n");
        CannedRequest request = server.Asked.ShouldHaveSingleItem();
        request.Target.ShouldBe("/api/v1/analyze");
        request.Authorization.ShouldBe("Bearer key");
        JsonElement sent = JsonDocument.Parse(request.Body).RootElement;
        sent.GetProperty("run_id").GetString().ShouldBe("abc");
        sent.GetProperty("mlflow_tracking_uri").GetString().ShouldBe("http://mlflow:5000");
        sent.GetProperty("analysis_options").GetProperty("max_analysis_time").GetDouble().ShouldBe(45);
        sent.GetProperty("analysis_options").GetProperty("enable_dataset_analysis").GetBoolean().ShouldBeFalse();
        sent.GetProperty("analysis_options").GetProperty("optimization_focus")[0].GetString().ShouldBe("stability");
        sent.GetProperty("context").GetProperty("task_type").GetString().ShouldBe("regression");
    }

    [Theory]
    [InlineData(404, """{"error": "RUN_NOT_FOUND", "message": "No such run.", "details": {"suggestion": "Look again."}, "timestamp": "2026-01-01T00:00:00Z"}""", 2, "No such run. (RUN_NOT_FOUND)")]
    [InlineData(400, """{"error": "VALIDATION_ERROR", "message": "Bad.", "details": {"suggestion": "Mend it."}, "timestamp": "2026-01-01T00:00:00Z"}""", 3, "Mend it.")]
    [InlineData(503, """{"error": "MLFLOW_CONNECTION_ERROR", "message": "Down.", "details": {"suggestion": "Wait."}, "timestamp": "2026-01-01T00:00:00Z"}""", 4, "Wait.")]
    [InlineData(404, "<html>not found</html>", 4, "not as a DeepFix server answers")]
    [InlineData(200, "OK", 4, "MLflow itself listens on port 5000")]
    public async Task What_a_server_refuses_is_said_and_decides_the_exit_code(int status, string body, int exitCode, string said)
    {
        await using CannedServer server = await CannedServer.StartAsync(status, body);
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--server", server.Url, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(exitCode);
        ran.Error.ShouldContain(said);
    }

    [Fact]
    public async Task A_DeepFix_server_that_does_not_answer_is_out_of_reach()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--server", Nobody, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(4);
        ran.Error.ShouldContain("leave --server out");
    }

    [Fact]
    public async Task A_folder_cannot_be_given_to_a_server()
    {
        using var folder = new Folder();
        Ran ran = await DeepFixProgram.RunAsync("analyze", folder.Path, "--server", Nobody, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("cannot read a folder of this machine");
    }
}
