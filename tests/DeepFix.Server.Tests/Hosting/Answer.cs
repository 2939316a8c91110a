using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>What the server answered.</summary>
public sealed record Answer(int Status, string? ContentType, string Body, string? RequestId, string? RetryAfter)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public AnalysisResult Result => JsonSerializer.Deserialize(Body, DeepFixJson.Default.AnalysisResult)!;

    public string? Error => (string?)Json["error"];

    public JsonObject Details => Json["details"]!.AsObject();

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), body, First("X-Request-Id"), First("Retry-After"));

        string? First(string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
    }

    /// <summary>Every error has the same shape, whatever it is.</summary>
    public Answer ShouldBeError(ErrorCode code)
    {
        Error.ShouldBe(code.WireName(), Body);
        Status.ShouldBe(code.Status());
        ContentType.ShouldBe("application/json");
        Json.Select(m => m.Key).ShouldBe(["error", "message", "details", "timestamp"]);
        ((string?)Details["suggestion"]).ShouldNotBeNullOrWhiteSpace();
        RequestId.ShouldNotBeNull().ShouldStartWith("req_");
        return this;
    }
}
