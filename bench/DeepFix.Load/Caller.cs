using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Load;

/// <summary>Asks a server for analyses.</summary>
public static class Caller
{
    private static readonly string[] OfThisRequest = ["request_id", "timestamp", "execution_time"];

    /// <summary>Posts an analysis.</summary>
    public static async Task<(int Status, string Body)> AnalyzeAsync(HttpClient http, string runId, string trackingUri, bool isAsync, string? key, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["run_id"] = runId, ["mlflow_tracking_uri"] = trackingUri };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (isAsync) request.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Gets a page as text.</summary>
    public static async Task<(int Status, string Body)> GetAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>What a result says, without what belongs to one request.</summary>
    public static string Verdict(string result)
    {
        JsonObject json = JsonNode.Parse(result)!.AsObject();
        foreach (string name in OfThisRequest) json.Remove(name);
        return json.ToJsonString();
    }

    /// <summary>The id in a body of 202.</summary>
    public static string Accepted(string body) => JsonSerializer.Deserialize(body, DeepFixJson.Default.AcceptedRequest)!.RequestId;

    /// <summary>The status in a body of the status route.</summary>
    public static RequestStatus Status(string body) => JsonSerializer.Deserialize(body, DeepFixJson.Default.RequestStatus)!;
}
