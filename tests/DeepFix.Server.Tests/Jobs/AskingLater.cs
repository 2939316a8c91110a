using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Jobs;

/// <summary>Asks for analyses as clients do that do not wait.</summary>
internal static class AskingLater
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request that is to be answered later.</summary>
    public static async Task<Answer> AcceptAsync(this RunningServer server, string runId, Uri tracking, string? key = null, string query = "", double seconds = 60)
    {
        var body = new JsonObject { ["run_id"] = runId, ["mlflow_tracking_uri"] = tracking.AbsoluteUri.TrimEnd('/'), ["analysis_options"] = new JsonObject { ["max_analysis_time"] = seconds } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze" + query) { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        if (query.Length == 0) request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await server.SendAsync(request);
    }

    /// <summary>Sends a request with a key, and waits for the result.</summary>
    public static async Task<Answer> AnalyzeOnceAsync(this RunningServer server, string runId, Uri tracking, string key)
    {
        var body = new JsonObject { ["run_id"] = runId, ["mlflow_tracking_uri"] = tracking.AbsoluteUri.TrimEnd('/') };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze") { Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await server.SendAsync(request);
    }

    public static async Task<Answer> CancelAsync(this RunningServer server, string requestId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/analyze/" + requestId);
        return await server.SendAsync(request);
    }

    public static async Task<RequestStatus> StatusAsync(this RunningServer server, string requestId)
    {
        Answer answer = await server.GetAsync("/api/v1/status/" + requestId);
        answer.Status.ShouldBe(200, answer.Body);
        return JsonSerializer.Deserialize(answer.Body, DeepFixJson.Default.RequestStatus)!;
    }

    /// <summary>Asks until the status is as wanted.</summary>
    public static async Task<RequestStatus> UntilAsync(this RunningServer server, string requestId, Func<RequestStatus, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            RequestStatus status = await server.StatusAsync(requestId);
            if (holds(status)) return status;
            await Task.Delay(25, patience.Token);
        }
    }

    public static Task<RequestStatus> FinishedAsync(this RunningServer server, string requestId) => server.UntilAsync(requestId, s => s.IsFinished);
}
