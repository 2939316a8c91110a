using System.Net;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Client.Tests.Schedules;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DeepFix.Client.Tests;

public sealed class DeepFixClientTests
{
    private static readonly AnalysisRequest Request = new() { RunId = "r1", MlflowTrackingUri = "http://localhost:5000" };

    private readonly VirtualTime _time = new();

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public void A_request_that_is_sent_again_keeps_its_idempotency_key_and_another_has_another()
    {
        int met = 0;
        var server = Server(_ => Text(++met % 2 == 1 ? HttpStatusCode.InternalServerError : HttpStatusCode.OK, Meeting.Result));
        using DeepFixClient client = server.Client();
        _ = _time.Run(client.AnalyzeAsync(Request, None));
        _ = _time.Run(client.AnalyzeAsync(Request, None));
        string[] keys = [.. server.Requests.Select(r => r.Request.Headers.GetValues("Idempotency-Key").Single())];
        keys.Length.ShouldBe(4);
        keys[0].ShouldBe(keys[1]);
        keys[2].ShouldBe(keys[3]);
        keys[0].ShouldNotBe(keys[2]);
    }

    [Fact]
    public async Task The_request_is_the_contracts()
    {
        string? body = null;
        var server = new ScriptedServer(_time, async (request, ct) =>
        {
            body = await request.Content!.ReadAsStringAsync(ct);
            return Text(HttpStatusCode.OK, Meeting.Result);
        });
        using DeepFixClient client = server.Client(new DeepFixClientOptions { ServerUrl = "https://deepfix.example/team/", ApiKey = "secret" });
        AnalysisResult result = await client.AnalyzeAsync("abc", "http://mlflow:5000", new AnalysisOptions { OptimizationFocus = ["overfitting"] }, None);
        result.RequestId.ShouldBe("req_1");
        HttpRequestMessage sent = server.Requests[0].Request;
        sent.RequestUri!.AbsoluteUri.ShouldBe("https://deepfix.example/team/api/v1/analyze");
        sent.Headers.Authorization!.ToString().ShouldBe("Bearer secret");
        sent.Headers.Contains("Prefer").ShouldBeFalse();
        JsonObject json = JsonNode.Parse(body!)!.AsObject();
        json["run_id"]!.GetValue<string>().ShouldBe("abc");
        json["mlflow_tracking_uri"]!.GetValue<string>().ShouldBe("http://mlflow:5000");
        json["analysis_options"]!["optimization_focus"]![0]!.GetValue<string>().ShouldBe("overfitting");
    }

    [Fact]
    public void Options_never_show_the_api_key()
        => new DeepFixClientOptions { ApiKey = "secret" }.ToString().ShouldNotContain("secret");

    [Theory]
    [InlineData("", "http://localhost:5000", 60, "run_id", "required")]
    [InlineData("../x", "http://localhost:5000", 60, "run_id", "must be the id of an MLflow run: letters, digits, '-' and '_'")]
    [InlineData("r1", "", 60, "mlflow_tracking_uri", "required")]
    [InlineData("r1", "http://", 60, "mlflow_tracking_uri", "must be an absolute http or https URI")]
    [InlineData("r1", "http://me:pw@host", 60, "mlflow_tracking_uri", "must not hold a user name or password")]
    [InlineData("r1", "http://localhost:5000", 29, "analysis_options.max_analysis_time", "must be a number from 30 to 300")]
    [InlineData("r1", "http://localhost:5000", double.NaN, "analysis_options.max_analysis_time", "must be a number from 30 to 300")]
    public async Task What_a_server_would_refuse_is_not_sent(string runId, string uri, double time, string field, string constraint)
    {
        var server = Server(_ => Text(HttpStatusCode.OK, Meeting.Result));
        using DeepFixClient client = server.Client();
        ValidationException refused = await Should.ThrowAsync<ValidationException>(() => client.AnalyzeAsync(runId, uri, new AnalysisOptions { MaxAnalysisTime = time }, None));
        (refused.Field, refused.Constraint).ShouldBe((field, constraint));
        refused.Suggestion.ShouldContain(field);
        refused.Message.ShouldNotContain("pw");
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_validation_error_of_the_server_has_every_field()
    {
        const string Body = """
            {"error": "VALIDATION_ERROR", "message": "Invalid request: missing required field 'mlflow_tracking_uri'", "timestamp": "2026-01-01T00:00:00Z",
             "details": {"field": "mlflow_tracking_uri", "constraint": "required", "provided": null, "suggestion": "Add it.",
                         "errors": [{"field": "mlflow_tracking_uri", "constraint": "required", "provided": null}, {"field": "run_id", "constraint": "must not be empty", "provided": 7}]}}
            """;
        using DeepFixClient client = Server(_ => Text(HttpStatusCode.BadRequest, Body)).Client();
        ValidationException refused = await Should.ThrowAsync<ValidationException>(() => client.AnalyzeAsync(Request, None));
        refused.Errors.ShouldBe([new FieldError("mlflow_tracking_uri", "required", null), new FieldError("run_id", "must not be empty", "7")]);
        refused.Suggestion.ShouldBe("Add it.");
    }

    [Fact]
    public async Task An_accepted_analysis_is_asked_for_and_waited_for()
    {
        int asked = 0;
        var server = Server(request => request.Method == HttpMethod.Post ? Accepted() : request.RequestUri!.AbsolutePath switch
        {
            "/api/v1/status/req_9" => Text(HttpStatusCode.OK, State(++asked == 3 ? "partial" : "running")),
            _ => Text(HttpStatusCode.OK, Meeting.Result),
        });
        using DeepFixClient client = server.Client();
        AcceptedAnalysis accepted = await client.SubmitAsync(Request, None);
        accepted.RequestId.ShouldBe("req_9");
        accepted.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        server.Requests[0].Request.Headers.GetValues("Prefer").ShouldBe(["respond-async"]);
        _time.Run(client.WaitAsync(accepted, cancellationToken: None)).Summary.ShouldBe("Fine.");
        server.Requests.Skip(1).Select(r => r.At).ShouldBe([2, 3, 4.5, 4.5]);
    }

    [Fact]
    public void A_synchronous_call_that_is_answered_with_202_waits_all_the_same()
    {
        var server = Server(request => request.Method == HttpMethod.Post ? Accepted() : Text(HttpStatusCode.OK, request.RequestUri!.AbsolutePath.Contains("status", StringComparison.Ordinal) ? State("completed") : Meeting.Result));
        using DeepFixClient client = server.Client();
        _time.Run(client.AnalyzeAsync(Request, None)).Summary.ShouldBe("Fine.");
    }

    [Fact]
    public async Task Waiting_that_is_given_up_names_the_request_and_how_to_ask_later()
    {
        using DeepFixClient client = Server(_ => Text(HttpStatusCode.OK, State("running"))).Client();
        Task<AnalysisResult> wait = client.WaitAsync("req_9", cancellationToken: None);
        AnalysisTimeoutException late = Should.Throw<AnalysisTimeoutException>(() => _time.Run(wait));
        late.Message.ShouldBe("Analysis did not complete within 300s. It goes on: its request id is req_9.");
        late.Suggestion.ShouldBe("Ask later: deepfix result req_9");
        late.RequestId.ShouldBe("req_9");
        (await client.GetStatusAsync("req_9", None)).Status.ShouldBe(RequestState.Running);
    }

    [Fact]
    public async Task A_failed_analysis_raises_with_the_servers_code()
    {
        const string Failed = """{"request_id": "req_9", "run_id": "r1", "status": "failed", "summary": "No result.", "error": {"error": "MLFLOW_CONNECTION_ERROR", "message": "Unable to connect", "details": {"suggestion": "Start it."}, "timestamp": "2026-01-01T00:00:00Z"}}""";
        using DeepFixClient client = Server(_ => Text(HttpStatusCode.OK, Failed)).Client();
        MlflowUnavailableException failed = await Should.ThrowAsync<MlflowUnavailableException>(() => client.GetResultAsync("req_9", None));
        (failed.Code, failed.Suggestion, failed.RequestId, failed.IsTransient).ShouldBe(("MLFLOW_CONNECTION_ERROR", "Start it.", "req_9", true));
    }

    [Fact]
    public async Task A_result_that_is_not_there_yet_is_said()
    {
        using DeepFixClient client = Server(_ => Text(HttpStatusCode.Accepted, State("running"))).Client();
        AnalysisException early = await Should.ThrowAsync<AnalysisException>(() => client.GetResultAsync("req_9", None));
        early.Message.ShouldBe("The analysis req_9 is not finished.");
        early.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_is_a_delete()
    {
        var server = Server(_ => Text(HttpStatusCode.Accepted, ""));
        using DeepFixClient client = server.Client();
        await client.CancelAsync("req_9", None);
        server.Requests[0].Request.Method.ShouldBe(HttpMethod.Delete);
        server.Requests[0].Request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/analyze/req_9");
    }

    [Theory]
    [InlineData("../analyze")]
    [InlineData("")]
    public async Task An_id_that_is_none_is_not_put_into_a_path(string id)
    {
        var server = Server(_ => Text(HttpStatusCode.OK, State("running")));
        using DeepFixClient client = server.Client();
        _ = await Should.ThrowAsync<ValidationException>(() => client.GetStatusAsync(id, None));
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Knowledge_can_be_iterated_over_directly()
    {
        const string Body = """{"query": "q", "knowledge_version": "1", "results": [{"content": "Warm up.", "source": "s", "confidence": 0.9, "relevance_score": 2.5, "metadata": {"id": "i", "title": "t", "domain": "training", "tags": [], "version": "1", "reliability": 0.9}}]}""";
        using DeepFixClient client = Server(_ => Text(HttpStatusCode.OK, Body)).Client();
        List<string> contents = [];
        foreach (KnowledgeItem item in await client.QueryKnowledgeAsync("how to warm up", None)) contents.Add(item.Content);
        contents.ShouldBe(["Warm up."]);
    }

    [Fact]
    public async Task A_question_that_a_server_would_refuse_is_not_sent()
    {
        var server = Server(_ => Text(HttpStatusCode.OK, ""));
        using DeepFixClient client = server.Client();
        ValidationException refused = await Should.ThrowAsync<ValidationException>(() => client.QueryKnowledgeAsync(new KnowledgeQuery { Query = " ", Domain = "cooking", MaxResults = 21, MinConfidence = 2 }, None));
        refused.Errors.Select(e => e.Field).ShouldBe(["query", "domain", "max_results", "min_confidence"]);
        server.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_are_compared()
    {
        var server = Server(_ => Text(HttpStatusCode.OK, """{"request_id": "req_2", "summary": "b is better.", "runs": [{"run_id": "a", "verdict": "worse"}, {"run_id": "b", "verdict": "reference"}]}"""));
        using DeepFixClient client = server.Client();
        ComparisonResult result = await client.CompareAsync(["a", "b"], "http://localhost:5000", None);
        (result.Summary, result.Runs.Count).ShouldBe(("b is better.", 2));
        server.Requests[0].Request.RequestUri!.AbsolutePath.ShouldBe("/api/v1/compare");
        ValidationException refused = await Should.ThrowAsync<ValidationException>(() => client.CompareAsync(["../a"], "http://localhost:5000", None));
        refused.Errors.Select(e => e.Field).ShouldBe(["runs", "runs[0].run_id"]);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_a_cancellation_and_no_other_exception()
    {
        using var source = new CancellationTokenSource();
        var server = new ScriptedServer(_time, (_, ct) => Meeting.AnswerAsync(new JsonObject { ["network"] = "silent" }, _time, ct));
        using DeepFixClient client = server.Client();
        Task<AnalysisResult> call = client.AnalyzeAsync(Request, source.Token);
        await source.CancelAsync();
        _ = await Should.ThrowAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [InlineData("localhost:8000")]
    [InlineData("ftp://localhost")]
    [InlineData("")]
    public void An_address_that_is_none_is_refused_at_once(string url)
        => Should.Throw<ArgumentException>(() => new DeepFixClient(url)).Message.ShouldContain("http://localhost:8000");

    [Fact]
    public async Task The_client_comes_from_dependency_injection_with_its_own_pipeline()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        int met = 0;
        var server = Server(_ => Text(++met < 4 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, Meeting.Result));
        services.AddDeepFixClient(new DeepFixClientOptions { ServerUrl = "http://deepfix:8000" }).ConfigurePrimaryHttpMessageHandler(() => server);
        await using ServiceProvider provider = services.BuildServiceProvider();
        DeepFixClient client = provider.GetRequiredService<DeepFixClient>();
        client.ServerUrl.ShouldBe("http://deepfix:8000");
        _time.Run(client.AnalyzeAsync(Request, None)).Summary.ShouldBe("Fine.");
        server.Requests.Count.ShouldBe(4);
        server.Requests[3].At.ShouldBeInRange(7, 7.7);
    }

    private ScriptedServer Server(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(_time, (request, _) => Task.FromResult(answer(request)));

    private static HttpResponseMessage Text(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };

    private static HttpResponseMessage Accepted()
    {
        var response = Text(HttpStatusCode.Accepted, """{"request_id": "req_9", "status": "queued", "status_url": "/api/v1/status/req_9", "result_url": "/api/v1/result/req_9"}""");
        response.Headers.TryAddWithoutValidation("Retry-After", "2").ShouldBeTrue();
        return response;
    }

    private static string State(string state) => $$"""{"request_id": "req_9", "run_id": "r1", "status": "{{state}}", "progress": 0.5, "created_at": "2026-01-01T00:00:00Z"}""";
}
