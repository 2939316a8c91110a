using System.ClientModel;
using System.ClientModel.Primitives;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using OpenAI.Embeddings;

namespace DeepFix.Knowledge.Dense.Generators;

/// <summary>Makes the generator that is configured.</summary>
public static class EmbeddingGenerators
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(2);

    /// <summary>What is wrong with options, in a sentence each; nothing where they can be used.</summary>
    public static IEnumerable<string> Faults(DenseOptions options)
    {
        if (options.Kind is not { } kind) yield break;
        bool isFile = kind == GeneratorKind.Onnx;
        if (string.IsNullOrEmpty(options.Model)) yield return isFile ? "Model must be the path of an ONNX file." : "Model must name the model.";
        if (isFile && string.IsNullOrEmpty(options.Vocabulary)) yield return "Vocabulary must be the path of the model's vocab.txt.";
        if (!isFile && !(Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)) yield return "Url must be the service's address, as http://localhost:11434 for Ollama or https://host/v1, without user name or password.";
        if (options.TimeoutMilliseconds is < 1 or > 60_000) yield return "TimeoutMilliseconds may be 1 to 60000.";
    }

    /// <summary>The generator, and a name for its model that changes with it.</summary>
    /// <exception cref="IOException">A file of the model cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file of the model is none.</exception>
    /// <exception cref="ArgumentException">The options have <see cref="Faults"/>.</exception>
    public static (IEmbeddingGenerator<string, Embedding<float>> Generator, string Model) Create(DenseOptions options)
    {
        if (options.Kind is null || Faults(options).Any()) throw new ArgumentException(string.Join(' ', Faults(options).DefaultIfEmpty("Kind must be given.")), nameof(options));
        return options.Kind switch
        {
            GeneratorKind.Onnx => (new OnnxEmbeddingGenerator(options.Model!, options.Vocabulary!), $"onnx|{HashOf(options.Model!)}|{HashOf(options.Vocabulary!)}"),
            GeneratorKind.Ollama => (Ollama(options), $"ollama|{options.Url}|{options.Model}"),
            _ => (OpenAI(options), $"openai|{options.Url}|{options.Model}"),
        };
    }

    private static OllamaApiClient Ollama(DenseOptions options)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(options.Url!), Timeout = LongestRequest };
        if (!string.IsNullOrEmpty(options.ApiKey)) http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", options.ApiKey);
        return new OllamaApiClient(http, options.Model!);
    }

    private static IEmbeddingGenerator<string, Embedding<float>> OpenAI(DenseOptions options)
    {
        // A question has no time for a second try.
        var settings = new OpenAIClientOptions { Endpoint = new Uri(options.Url!), RetryPolicy = new ClientRetryPolicy(maxRetries: 0), NetworkTimeout = LongestRequest };
        return new EmbeddingClient(options.Model!, new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey), settings).AsIEmbeddingGenerator();
    }

    private static string HashOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
