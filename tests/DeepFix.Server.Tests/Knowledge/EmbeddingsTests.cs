using System.Text.Json.Nodes;
using DeepFix.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Knowledge;

/// <summary>The server with an Ollama on loopback.</summary>
public sealed class EmbeddingsTests : IAsyncLifetime
{
    private const string Route = "/api/v1/knowledge/query";
    private WebApplication _ollama = null!;
    private bool _isAway;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _ollama = builder.Build();
        _ollama.MapPost("/api/embed", async (HttpContext http) =>
        {
            JsonNode body = (await JsonNode.ParseAsync(http.Request.Body))!;
            JsonArray texts = body["input"]!.AsArray();
            http.Response.StatusCode = _isAway ? 503 : 200;
            await http.Response.WriteAsJsonAsync(new JsonObject { ["embeddings"] = new JsonArray([.. texts.Select(t => new JsonArray(1, ((string)t!).Length % 7, ((string)t!).Length % 11))]) });
        });
        await _ollama.StartAsync();
    }

    public ValueTask DisposeAsync() => _ollama.DisposeAsync();

    [Fact]
    public async Task A_model_has_its_part_in_answers_and_its_outage_costs_a_warning_that_is_not_kept()
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DeepFix:Knowledge:Embeddings:Kind"] = "Ollama",
            ["DeepFix:Knowledge:Embeddings:Url"] = _ollama.Urls.Single(),
            ["DeepFix:Knowledge:Embeddings:Model"] = "tiny",
            ["DeepFix:Knowledge:Embeddings:TimeoutMilliseconds"] = "20000",
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await server.GetAsync("/health/ready")).Body.Contains("the embedding model answers", StringComparison.Ordinal)) await Task.Delay(20, patience.Token);

        Answer first = await AskAsync(server, "loss is nan"), again = await AskAsync(server, "loss is nan");
        first.Json["warnings"].ShouldBeNull();
        first.Json["results"]!.AsArray().Count.ShouldBe(5);
        ((bool)again.Json["cached"]!).ShouldBeTrue();

        _isAway = true;
        for (int i = 0; i < 2; i++)
        {
            Answer alone = await AskAsync(server, "validation loss rises");
            ((string?)alone.Json["warnings"]!.AsArray().ShouldHaveSingleItem()).ShouldStartWith("Ranked by words alone: the embedding model failed");
            ((bool)alone.Json["cached"]!).ShouldBeFalse();
            alone.Json["results"]!.AsArray().ShouldNotBeEmpty();
        }

        ((bool)(await AskAsync(server, "loss is nan")).Json["cached"]!).ShouldBeTrue();
        (await server.GetAsync("/health/ready")).Body.ShouldContain("\"status\":\"degraded\"");
    }

    private static async Task<Answer> AskAsync(RunningServer server, string question)
    {
        Answer answer = await server.PostToAsync(Route, new JsonObject { ["query"] = question }.ToJsonString());
        answer.Status.ShouldBe(200, answer.Body);
        return answer;
    }
}
