using System.Net;
using System.Text;
using System.Text.Json;
using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class ServerTests : IDisposable
{
    private const string Answer = """{"request_id": "req_1", "run_id": "abc", "status": "completed", "summary": "Fine.", "agent_results": [{"agent_name": "TrainingArtifactsAnalyzer", "analysis": [], "additional_outputs": {"clean": ["nan_loss"]}}]}""";

    private readonly HttpListener _listener = new();
    private readonly string _url = FormattableString.Invariant($"http://127.0.0.1:{FreePort()}");

    public ServerTests() => _listener.Prefixes.Add(_url + "/");

    public void Dispose() => _listener.Close();

    [Fact]
    public async Task A_server_is_asked_with_options_context_and_key()
    {
        Task<(HttpListenerRequest Request, string Body)> asked = AnswerOnceAsync(200, Answer);
        Ran ran = await new DeepFixProgram { Environment = new() { ["DEEPFIX_API_KEY"] = "key" } }.WithAsync(
            "analyze", "abc", "--server", _url, "--tracking-uri", "http://mlflow:5000", "--focus", "stability", "--max-analysis-time", "45", "--no-dataset", "--task-type", "regression");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldBe("abc\n✓ No fault found in what was logged\n  Fine.\n");
        (HttpListenerRequest request, string body) = await asked;
        request.Url!.AbsolutePath.ShouldBe("/api/v1/analyze");
        request.Headers["Authorization"].ShouldBe("Bearer key");
        JsonElement sent = JsonDocument.Parse(body).RootElement;
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
        _ = AnswerOnceAsync(status, body);
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--server", _url, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(exitCode);
        ran.Error.ShouldContain(said);
    }

    [Fact]
    public async Task A_DeepFix_server_that_does_not_answer_is_out_of_reach()
    {
        Ran ran = await DeepFixProgram.RunAsync("analyze", "abc", "--server", _url, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(4);
        ran.Error.ShouldContain("leave --server out");
    }

    [Fact]
    public async Task A_folder_cannot_be_given_to_a_server()
    {
        using var folder = new Folder();
        Ran ran = await DeepFixProgram.RunAsync("analyze", folder.Path, "--server", _url, "--tracking-uri", "http://mlflow:5000");
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain("cannot read a folder of this machine");
    }

    private async Task<(HttpListenerRequest Request, string Body)> AnswerOnceAsync(int status, string body)
    {
        _listener.Start();
        HttpListenerContext context = await _listener.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        string sent = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        context.Response.StatusCode = status;
        context.Response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
        return (context.Request, sent);
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
