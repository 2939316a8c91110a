using System.Diagnostics;
using DeepFix.Api;
using DeepFix.Knowledge.Dense.Generators;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeepFix.Knowledge.Dense.Tests;

public sealed class ServiceGeneratorTests : IAsyncLifetime
{
    private EmbeddingService _service = null!;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _service = await EmbeddingService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(GeneratorKind.Ollama, false)]
    [InlineData(GeneratorKind.OpenAI, false)]
    [InlineData(GeneratorKind.OpenAI, true)]
    public async Task Vectors_come_from_the_service_under_the_model_s_name_with_key_and_prefixes(GeneratorKind kind, bool speaksBase64)
    {
        _service.SpeaksBase64 = speaksBase64;
        using DenseSearch search = Search(Options(kind) with { ApiKey = "hunter2", QueryPrefix = "query: ", ItemPrefix = "passage: " });
        (await search.PrepareAsync(None)).ShouldBeTrue();
        _service.Asked.ShouldAllBe(b => ((string)b["model"]!) == "minilm" && b["input"]!.AsArray().All(t => ((string)t!).StartsWith("passage: ", StringComparison.Ordinal)));
        _service.Asked.Sum(b => b["input"]!.AsArray().Count).ShouldBe(Entries.All.Count);
        _service.Authorization.ShouldBe("Bearer hunter2");
        _service.Asked.Clear();

        KnowledgeResponse answer = await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None);

        answer.Warnings.ShouldBeNull();
        answer.Results.ShouldNotBeEmpty();
        _service.Asked.ShouldHaveSingleItem()["input"]!.ToJsonString().ShouldContain("query: loss is nan");
    }

    [Theory]
    [InlineData(GeneratorKind.Ollama, "error")]
    [InlineData(GeneratorKind.Ollama, "garbage")]
    [InlineData(GeneratorKind.Ollama, "redirect")]
    [InlineData(GeneratorKind.OpenAI, "error")]
    [InlineData(GeneratorKind.OpenAI, "garbage")]
    public async Task A_service_that_answers_badly_is_asked_once_and_words_answer(GeneratorKind kind, string fault)
    {
        using DenseSearch search = Search(Options(kind));
        (await search.PrepareAsync(None)).ShouldBeTrue();
        _service.Asked.Clear();
        _service.Fault = http =>
        {
            http.Response.StatusCode = fault switch { "error" => 503, "redirect" => 307, _ => 200 };
            if (fault == "redirect") http.Response.Headers.Location = "http://127.0.0.1:1/";
            return http.Response.WriteAsync("""{"embeddings": "none", "data": 3}""");
        };

        KnowledgeResponse answer = await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None);

        answer.Warnings.ShouldHaveSingleItem().ShouldStartWith("Ranked by words alone: the embedding model failed");
        answer.Results.ShouldNotBeEmpty();
        _service.Asked.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(GeneratorKind.Ollama)]
    [InlineData(GeneratorKind.OpenAI)]
    public async Task A_service_that_hangs_is_waited_for_no_longer_than_was_allowed(GeneratorKind kind)
    {
        using DenseSearch search = Search(Options(kind) with { TimeoutMilliseconds = 150 });
        (await search.PrepareAsync(None)).ShouldBeTrue();
        _service.Fault = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        long began = Stopwatch.GetTimestamp();
        KnowledgeResponse answer = await search.AskAsync(new KnowledgeQuery { Query = "loss is nan" }, None);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        answer.Warnings.ShouldHaveSingleItem().ShouldContain("within 150 ms");
    }

    [Theory]
    [InlineData(GeneratorKind.Onnx, null, "vocab.txt", null, "Model")]
    [InlineData(GeneratorKind.Onnx, "model.onnx", null, null, "Vocabulary")]
    [InlineData(GeneratorKind.Ollama, "minilm", null, "localhost:11434", "Url")]
    [InlineData(GeneratorKind.OpenAI, "minilm", null, "https://user:hunter2@host/v1", "Url")]
    [InlineData(GeneratorKind.OpenAI, null, null, "https://host/v1", "Model")]
    public void Options_that_make_no_sense_are_named(GeneratorKind kind, string? model, string? vocabulary, string? url, string named)
    {
        var options = new DenseOptions { Kind = kind, Model = model, Vocabulary = vocabulary, Url = url };
        EmbeddingGenerators.Faults(options).ShouldHaveSingleItem().ShouldStartWith(named);
        Should.Throw<ArgumentException>(() => EmbeddingGenerators.Create(options)).Message.ShouldNotContain("hunter2");
    }

    private static DenseSearch Search(DenseOptions options)
    {
        (IEmbeddingGenerator<string, Embedding<float>> generator, string model) = EmbeddingGenerators.Create(options);
        return new DenseSearch(KnowledgeSearch.Default, generator, model, options, TimeProvider.System, NullLogger.Instance);
    }

    private DenseOptions Options(GeneratorKind kind)
        => new() { Kind = kind, Model = "minilm", Url = kind == GeneratorKind.Ollama ? _service.Url : $"{_service.Url}/v1", TimeoutMilliseconds = 20_000 };
}
