using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>What the server answered.</summary>
public sealed record Answer(int Status, string? ContentType, string Body, string? RequestId, string? RetryAfter)
{
    private static readonly string[] PerRequest = ["request_id", "timestamp", "execution_time"];

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

    /// <summary>The result without what belongs to this one request.</summary>
    public string Verdict => WithoutWhatDiffers(Json);

    /// <summary>The same artifacts and options give the same result, wherever they are analysed.</summary>
    public void ShouldSayTheSameAs(AnalysisResult result)
        => Verdict.ShouldBe(WithoutWhatDiffers(JsonSerializer.SerializeToNode(result, DeepFixJson.Default.AnalysisResult)!.AsObject()));

    public override string ToString() => $"{RequestId} {Body}";

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

    private static string WithoutWhatDiffers(JsonObject result)
    {
        foreach (string name in PerRequest) result.Remove(name).ShouldBeTrue();
        return result.ToJsonString();
    }
}
