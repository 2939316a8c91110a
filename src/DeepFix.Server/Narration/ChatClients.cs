using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Headers;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;

namespace DeepFix.Server.Narration;

/// <summary>Makes the client of the model that is configured.</summary>
internal static class ChatClients
{
    /// <summary>What is wrong with the options, in a sentence each; nothing where they can be used.</summary>
    public static IEnumerable<string> Faults(NarrationOptions options)
    {
        if (options.Kind is null) yield break;
        if (string.IsNullOrWhiteSpace(options.Model)) yield return "Model must name the model.";
        if (!(Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)) yield return "Url must be the service's address, as http://localhost:11434 for Ollama or https://host/v1, without user name or password.";
        if (options.TimeoutSeconds is not (>= 1 and <= 120)) yield return "TimeoutSeconds may be 1 to 120.";
    }

    /// <summary>The client. It follows no redirect, tries nothing twice and reads no answer beyond a limit.</summary>
    public static IChatClient Create(NarrationOptions options)
    {
        var http = new HttpClient(new LimitedAnswers(new SocketsHttpHandler { AllowAutoRedirect = false })) { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
        if (options.Kind == NarratorKind.Ollama)
        {
            http.BaseAddress = new Uri(options.Url!);
            if (!string.IsNullOrEmpty(options.ApiKey)) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
            return new OllamaApiClient(http, options.Model!);
        }

        var settings = new OpenAIClientOptions { Endpoint = new Uri(options.Url!), RetryPolicy = new ClientRetryPolicy(maxRetries: 0), Transport = new HttpClientPipelineTransport(http), NetworkTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
        return new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(options.ApiKey) ? "none" : options.ApiKey), settings).GetChatClient(options.Model!).AsIChatClient();
    }
}
