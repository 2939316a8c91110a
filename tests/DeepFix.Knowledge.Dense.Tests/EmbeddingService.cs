using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace DeepFix.Knowledge.Dense.Tests;

/// <summary>An Ollama and an OpenAI-compatible service on loopback, which make vectors of trigrams.</summary>
internal sealed class EmbeddingService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EmbeddingService(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    /// <summary>Bodies that were sent.</summary>
    public ConcurrentQueue<JsonNode> Asked { get; } = new();

    /// <summary>The Authorization header of the last request.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Answers in place of the service: null, as it should.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    /// <summary>Whether vectors are asked for as base64 is heeded.</summary>
    public bool SpeaksBase64 { get; set; }

    public static async Task<EmbeddingService> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var service = new EmbeddingService(builder.Build());
        service._application.MapPost("/api/embed", http => service.AnswerAsync(http, service.Ollama));
        service._application.MapPost("/v1/embeddings", http => service.AnswerAsync(http, service.OpenAI));
        await service._application.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, Func<JsonNode, float[][], JsonNode> form)
    {
        Authorization = http.Request.Headers.Authorization;
        JsonNode body = (await JsonNode.ParseAsync(http.Request.Body))!;
        Asked.Enqueue(body);
        if (Fault is { } fault)
        {
            await fault(http);
            return;
        }

        using var model = new TrigramGenerator(32);
        string[] texts = body["input"] is JsonArray many ? [.. many.Select(t => (string)t!)] : [(string)body["input"]!];
        GeneratedEmbeddings<Embedding<float>> made = await model.GenerateAsync(texts);
        await http.Response.WriteAsJsonAsync(form(body, [.. made.Select(m => m.Vector.ToArray())]));
    }

    private JsonNode Ollama(JsonNode body, float[][] vectors)
        => new JsonObject { ["model"] = (string)body["model"]!, ["embeddings"] = new JsonArray([.. vectors.Select(Numbers)]) };

    private JsonNode OpenAI(JsonNode body, float[][] vectors) => new JsonObject
    {
        ["object"] = "list",
        ["model"] = (string)body["model"]!,
        ["data"] = new JsonArray([.. vectors.Select((v, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = SpeaksBase64 ? Convert.ToBase64String([.. v.SelectMany(BitConverter.GetBytes)]) : Numbers(v) })]),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["total_tokens"] = 1 },
    };

    private static JsonArray Numbers(float[] vector) => new([.. vector.Select(n => (JsonNode)n)]);
}
