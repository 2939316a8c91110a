using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Jobs;

public sealed class AsynchronousAnalysisTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        _mlflow.Add(LabelledRuns.NanLoss);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?mode=async")]
    public async Task A_request_is_accepted_worked_on_and_its_result_is_that_of_a_caller_who_waits(string query)
    {
        Answer accepted = await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri, query: query);

        accepted.Status.ShouldBe(202, accepted.Body);
        string id = (string)accepted.Json["request_id"]!;
        id.ShouldBe(accepted.RequestId);
        accepted.Json.Select(m => m.Key).ShouldBe(["request_id", "status", "status_url", "result_url"]);
        ((string?)accepted.Json["status"]).ShouldBe("queued");
        accepted.RetryAfter.ShouldBe("1");
        RequestStatus status = await server.FinishedAsync(id);
        (status.Status, status.Stage, status.Progress, status.RunId).ShouldBe((RequestState.Completed, "done", 1, LabelledRuns.NanLoss));
        status.FinishedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(status.StartedAt.ShouldNotBeNull());
        Answer result = await server.GetAsync((string)accepted.Json["result_url"]!);
        result.Status.ShouldBe(200);
        result.Result.RequestId.ShouldBe(id);
        Answer waited = await server.AnalyzeAsync(LabelledRuns.NanLoss, _mlflow.Uri);
        result.Verdict.ShouldBe(waited.Verdict);
        server.ShouldHaveNoTemporaryFiles();
    }

    [Theory]
    [InlineData("text/markdown, application/json;q=0.5", "text/markdown; charset=utf-8", "# ")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", "<!DOCTYPE html>")]
    [InlineData("text/html;q=0.4, text/markdown;q=0.6", "text/markdown; charset=utf-8", "# ")]
    [InlineData("application/json, text/html", "application/json", "{")]
    [InlineData("*/*", "application/json", "{")]
    [InlineData("image/png", "application/json", "{")]
    public async Task The_result_comes_in_the_form_that_is_dearest_to_the_caller(string accept, string type, string beginning)
    {
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri)).RequestId!;
        await server.FinishedAsync(id);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/result/" + id);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        Answer answer = await server.SendAsync(request);

        answer.ContentType.ShouldBe(type);
        answer.Body.ShouldStartWith(beginning);
        answer.Body.ShouldContain("Loss is not a number", Case.Insensitive);
    }

    [Fact]
    public async Task A_browser_that_shows_the_report_may_load_its_style_sheet_and_nothing_else()
    {
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri)).RequestId!;
        await server.FinishedAsync(id);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/result/" + id);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using HttpResponseMessage response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe($"{Reports.StyleSheet.OfReports.Policy}; frame-ancestors 'none'");
    }

    [Fact]
    public async Task A_result_that_is_not_there_yet_is_202_and_a_status_tells_the_stage()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, slow.Uri)).RequestId!;

        RequestStatus status = await server.UntilAsync(id, s => s.Stage is not null);
        Answer result = await server.GetAsync("/api/v1/result/" + id);

        (status.Status, status.Stage).ShouldBe((RequestState.Running, "fetching"));
        status.StartedAt.ShouldNotBeNull();
        status.FinishedAt.ShouldBeNull();
        (result.Status, (string?)result.Json["status"], result.RetryAfter).ShouldBe((202, "running", "1"));
        slow.Go();
        (await server.FinishedAsync(id)).Status.ShouldBe(RequestState.Completed);
    }

    [Fact]
    public async Task A_cancelled_analysis_stops_leaves_nothing_and_has_no_result()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, slow.Uri)).RequestId!;
        await server.UntilAsync(id, s => s.Stage is not null);

        Answer cancelled = await server.CancelAsync(id);

        cancelled.Status.ShouldBe(202, cancelled.Body);
        ((string?)cancelled.Json["status"]).ShouldBe("cancelled");
        (await server.StatusAsync(id)).Status.ShouldBe(RequestState.Cancelled);
        Answer result = (await server.GetAsync("/api/v1/result/" + id)).ShouldBeError(ErrorCode.RequestCancelled);
        Approved.ShouldMatch("request_cancelled", result.Body);
        (await server.CancelAsync(id)).ShouldBeError(ErrorCode.RequestCancelled);
        int asked = slow.Asked;
        slow.Go();
        await Task.Delay(300, TestContext.Current.CancellationToken);
        slow.Asked.ShouldBe(asked);
        server.ShouldHaveNoTemporaryFiles();
    }

    [Fact]
    public async Task What_is_finished_cannot_be_cancelled()
    {
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri)).RequestId!;
        await server.FinishedAsync(id);

        Answer refused = (await server.CancelAsync(id)).ShouldBeError(ErrorCode.RequestFinished);

        Approved.ShouldMatch("request_finished", refused.Body);
    }

    [Fact]
    public async Task A_failed_analysis_has_a_result_that_says_why()
    {
        string id = (await server.AcceptAsync("unknown", _mlflow.Uri)).RequestId!;

        RequestStatus status = await server.FinishedAsync(id);
        Answer result = await server.GetAsync("/api/v1/result/" + id);

        status.Status.ShouldBe(RequestState.Failed);
        status.Error!.Code.ShouldBe("RUN_NOT_FOUND");
        status.ErrorMessage.ShouldNotBeNullOrEmpty();
        result.Status.ShouldBe(200);
        (result.Result.Status, result.Result.Error!.Error, result.Result.RequestId, result.Result.RunId).ShouldBe((AnalysisStatus.Failed, "RUN_NOT_FOUND", id, "unknown"));
    }

    [Fact]
    public async Task An_MLflow_that_is_back_at_the_second_attempt_costs_nobody_the_result()
    {
        int failures = 0;
        _mlflow.Interceptor = _ => Interlocked.Increment(ref failures) == 1 ? (503, "text/plain", "Service Unavailable") : null;
        string id = (await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri)).RequestId!;

        (await server.FinishedAsync(id)).Status.ShouldBe(RequestState.Completed);
    }

    [Fact]
    public async Task Unknown_requests_are_not_found()
    {
        foreach (string path in (string[])["status", "result"])
            Approved.ShouldMatch("request_not_found", (await server.GetAsync($"/api/v1/{path}/req_unknown")).ShouldBeError(ErrorCode.RequestNotFound).Body);
        (await server.CancelAsync("req_unknown")).ShouldBeError(ErrorCode.RequestNotFound);
    }

    [Fact]
    public async Task Nothing_is_accepted_that_would_be_refused()
    {
        (await server.AcceptAsync("abc", new Uri("https://mlflow.example"))).ShouldBeError(ErrorCode.Forbidden);
        (await server.AcceptAsync("a b", _mlflow.Uri)).ShouldBeError(ErrorCode.ValidationError);
        (await server.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri, query: "?mode=later")).ShouldBeError(ErrorCode.ValidationError).Details["field"]!.ToString().ShouldBe("mode");
    }

    [Fact]
    public async Task An_expired_result_is_gone_but_not_unknown()
    {
        using RunningServer own = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:Jobs:KeepHours"] = "0.001" });
        string id = (await own.AcceptAsync(LabelledRuns.NanLoss, _mlflow.Uri)).RequestId!;
        await own.FinishedAsync(id);
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);

        Answer gone = (await own.GetAsync("/api/v1/result/" + id)).ShouldBeError(ErrorCode.RequestExpired);

        Approved.ShouldMatch("request_expired", gone.Body);
    }

    [Fact]
    public async Task Every_detector_is_listed_as_the_contract_has_it()
    {
        JsonElement[] entries = [.. JsonDocument.Parse((await server.GetAsync("/api/v1/detectors")).Body).RootElement.EnumerateArray()];

        entries.Length.ShouldBe(DeepFix.Detectors.DetectorCatalog.All.Count());
        entries[0].EnumerateObject().Select(p => p.Name).ShouldBe(["code", "kind", "title", "definition", "agent", "artifacts", "columns", "limits", "remedies", "knowledge_id"], ignoreOrder: true);
        JsonElement limit = entries.SelectMany(e => e.GetProperty("limits").EnumerateArray()).First();
        limit.EnumerateObject().Select(p => p.Name).ShouldBe(["name", "value", "side", "unit", "range", "meaning", "source"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_page_of_the_document_is_served_with_what_it_needs()
    {
        Answer page = await server.GetAsync("/scalar/");

        page.Status.ShouldBe(200, page.Body);
        page.Body.ShouldNotContain("https://");
    }

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();
}
