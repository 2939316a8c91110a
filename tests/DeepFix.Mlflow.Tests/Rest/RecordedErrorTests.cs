using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Rest;

/// <summary>Every error that real servers answered, as the exception it becomes.</summary>
public sealed class RecordedErrorTests
{
    private const MlflowErrorCode NotFound = (MlflowErrorCode)(-1);

    // Status, error_code ("" for none), what the body holds, and the code; the first line that fits counts.
    private static readonly (int Status, string ErrorCode, string Text, MlflowErrorCode Expected, bool IsTransient)[] Table =
    [
        (400, "INVALID_PARAMETER_VALUE", "Changing param values", MlflowErrorCode.Conflict, false),
        (400, "INVALID_PARAMETER_VALUE", "must be in the 'active' state", MlflowErrorCode.Conflict, false),
        (400, "INVALID_PARAMETER_VALUE", "", MlflowErrorCode.InvalidParameter, false),
        (400, "BAD_REQUEST", "", MlflowErrorCode.InvalidParameter, false),
        (400, "RESOURCE_ALREADY_EXISTS", "", MlflowErrorCode.Conflict, false),
        (400, "", "", MlflowErrorCode.InvalidParameter, false),
        (401, "", "not authenticated", MlflowErrorCode.Unauthorized, false),
        (403, "", "Permission denied", MlflowErrorCode.PermissionDenied, false),
        (403, "", "Invalid Host header", MlflowErrorCode.HostHeaderRefused, false),
        (403, "", "Cross-origin request blocked", MlflowErrorCode.PermissionDenied, false),
        (404, "RESOURCE_DOES_NOT_EXIST", "Workspace '", MlflowErrorCode.InvalidParameter, false),
        (404, "RESOURCE_DOES_NOT_EXIST", "No tag with name", MlflowErrorCode.InvalidParameter, false),
        (404, "RESOURCE_DOES_NOT_EXIST", "", NotFound, false),
        (404, "", "<!doctype", MlflowErrorCode.UnexpectedAnswer, false),
        (405, "", "<!doctype", MlflowErrorCode.UnexpectedAnswer, false),
        (416, "", "", MlflowErrorCode.InvalidParameter, false),
        (500, "FEATURE_DISABLED", "orkspace", MlflowErrorCode.NotSupported, false),
        (500, "INTERNAL_ERROR", "Changing param values", MlflowErrorCode.Conflict, false),
        (500, "INTERNAL_ERROR", "", MlflowErrorCode.ServerError, false),
        (500, "INVALID_STATE", "non-active experiment", MlflowErrorCode.Conflict, false),
        (500, "", "", MlflowErrorCode.ServerError, false),
        (501, "NOT_IMPLEMENTED", "", MlflowErrorCode.NotSupported, false),
        (503, "", "disabled", MlflowErrorCode.NotSupported, false),
    ];

    public static TheoryData<string, string> Errors()
    {
        var rows = new TheoryData<string, string>();
        foreach (var exchange in RecordedExchanges.All().Where(static e => e is { Answer.Status: >= 400, Method: not "HEAD" and not "OPTIONS" })) rows.Add(exchange.Server, exchange.Name);
        return rows;
    }

    [Fact]
    public void All_kinds_of_recorded_servers_answered_errors() => Errors().Count.ShouldBeGreaterThan(400);

    [Theory, MemberData(nameof(Errors))]
    public async Task Error_becomes_the_exception_that_says_what_to_do(string server, string name)
    {
        var exchange = RecordedExchanges.Get(server, name);
        var answer = exchange.Answer!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost:5000/x");
        using var response = ReplayHandler.ToResponse(answer, request);
        var asked = AskedBy(exchange);
        var failure = await Should.ThrowAsync<MlflowException>(() => ErrorAnswer.ThrowIfFailedAsync(response, asked, TestContext.Current.CancellationToken));

        var line = Table.First(l => l.Status == answer.Status && l.ErrorCode == (answer.ErrorCode ?? "") && answer.Text.Contains(l.Text, StringComparison.Ordinal));
        failure.Code.ShouldBe(line.Expected == NotFound ? NotFoundOf(asked, answer.Text) : line.Expected, answer.Text);
        failure.IsTransient.ShouldBe(line.Expected == MlflowErrorCode.ServerError && asked != Asked.Artifact || line.IsTransient);
        failure.Host.ShouldBe("localhost:5000");
        failure.HttpStatus.ShouldBe(answer.Status);
        failure.ServerErrorCode.ShouldBe(answer.ErrorCode);
        failure.Message.ShouldStartWith("localhost:5000 answered");
        failure.Message.Length.ShouldBeLessThan(450);
        failure.Message.ShouldNotContain("<html");
        failure.Message.ShouldNotContain("<!doctype");
        failure.Message.ShouldNotContain("[SQL");
        failure.Remedy.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Refused_host_header_is_explained_as_a_setting_of_the_server()
    {
        var exchange = RecordedExchanges.Of("v3-security-default").First(static e => e.Answer?.Status == 403);
        var failure = await Should.ThrowAsync<MlflowException>(() => RecordedReadTests.Over(ReplayHandler.Always(exchange)).GetRunAsync("x", TestContext.Current.CancellationToken));
        failure.Code.ShouldBe(MlflowErrorCode.HostHeaderRefused);
        failure.Remedy.ShouldContain("--allowed-hosts");
    }

    [Fact]
    public async Task Run_of_another_workspace_is_explained()
    {
        var info = RecordedExchanges.Get("v3-workspaces", "ws-server-info");
        var missing = RecordedExchanges.Get("v3-workspaces", "ws-runs-get-default");
        missing.Answer!.Status.ShouldBe(404);
        using var handler = new ReplayHandler((request, _) => (request.RequestUri!.AbsolutePath.EndsWith("server-info", StringComparison.Ordinal) ? info : missing).Answer);
        var failure = await Should.ThrowAsync<MlflowException>(() => RecordedReadTests.Over(handler).GetRunAsync("x", TestContext.Current.CancellationToken));
        failure.Code.ShouldBe(MlflowErrorCode.RunNotFound);
        failure.Remedy.ShouldContain("MLFLOW_WORKSPACE");
    }

    [Fact]
    public async Task Experiment_name_that_does_not_exist_is_null()
    {
        var exchanges = RecordedExchanges.All().Where(static e => e.Name == "err-experiment-by-name-not-found").ToArray();
        exchanges.Length.ShouldBeGreaterThan(1);
        foreach (var exchange in exchanges)
        {
            (await RecordedReadTests.Over(ReplayHandler.Always(exchange)).GetExperimentByNameAsync("x", TestContext.Current.CancellationToken)).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "<html>Sign in</html>")]
    [InlineData("text/plain", "OK")]
    [InlineData("application/json", "{\"run\": {\"info\": ")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "{\"run\": {\"info\": {\"run_id\": \"a\", \"status\": \"DREAMING\"}}}")]
    [InlineData("application/json", "{\"run\": {\"info\": {\"run_id\": \"a\"}, \"data\": {\"metrics\": [{\"key\": \"a\", \"step\": \"x\"}]}}}")]
    public async Task Success_that_is_not_MLflows_json_is_an_unexpected_answer(string contentType, string body)
    {
        using var handler = new ReplayHandler((_, _) => new RecordedAnswer(200, [("Content-Type", contentType)], System.Text.Encoding.UTF8.GetBytes(body)));
        var failure = await Should.ThrowAsync<MlflowException>(() => RecordedReadTests.Over(handler).GetRunAsync("a", TestContext.Current.CancellationToken));
        failure.Code.ShouldBe(MlflowErrorCode.UnexpectedAnswer);
        failure.Host.ShouldBe("localhost:5000");
    }

    [Fact]
    public async Task Wish_to_wait_is_passed_on()
    {
        using var handler = new ReplayHandler((_, _) => new RecordedAnswer(429, [("Content-Type", "text/plain"), ("Retry-After", "7")], "slow down"u8.ToArray()));
        var failure = await Should.ThrowAsync<MlflowException>(() => RecordedReadTests.Over(handler, retries: 0).GetRunAsync("a", TestContext.Current.CancellationToken));
        (failure.Code, failure.IsTransient, failure.RetryAfter).ShouldBe((MlflowErrorCode.RateLimited, true, TimeSpan.FromSeconds(7)));
    }

    private static Asked AskedBy(RecordedExchange exchange) => exchange.Path switch
    {
        var p when p.Contains("artifact", StringComparison.Ordinal) => Asked.Artifact,
        var p when p.Contains("/experiments/get", StringComparison.Ordinal) || p.EndsWith("/runs/create", StringComparison.Ordinal) => Asked.Experiment,
        var p when p.Contains("/runs/", StringComparison.Ordinal) || p.Contains("/metrics/", StringComparison.Ordinal) => Asked.Run,
        _ => Asked.Other,
    };

    private static MlflowErrorCode NotFoundOf(Asked asked, string text) => asked switch
    {
        Asked.Artifact => text.Contains("\"Run ", StringComparison.Ordinal) ? MlflowErrorCode.RunNotFound : MlflowErrorCode.ArtifactNotFound,
        Asked.Run => MlflowErrorCode.RunNotFound,
        Asked.Experiment => MlflowErrorCode.ExperimentNotFound,
        _ => MlflowErrorCode.InvalidParameter,
    };
}
