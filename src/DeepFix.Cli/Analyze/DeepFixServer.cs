using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>A DeepFix server, asked over HTTP.</summary>
internal sealed class DeepFixServer : IDisposable
{
    /// <summary>How much longer than the analysis an answer may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Uri _root;

    /// <param name="server">Its address.</param>
    /// <param name="apiKey">Its API key; null where it asks for none.</param>
    /// <param name="maxSeconds">How long the analysis may take.</param>
    /// <exception cref="UsageException">The address is none.</exception>
    public DeepFixServer(string server, string? apiKey, double maxSeconds)
    {
        if (!Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
            throw new UsageException($"--server '{server}' is not an address.", "Write it as http://localhost:8000.");
        _root = root;
        // A redirect could carry the key to another host.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(maxSeconds) + Grace };
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    /// <summary>Where it is, for people.</summary>
    public string Authority => _root.Authority;

    /// <summary>Sends a request and reads the answer.</summary>
    /// <exception cref="ServerException">It refused, failed or did not answer.</exception>
    public async Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
        where TAnswer : class
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_root, path)) { Content = content };
        (int status, byte[] body) = await SendAsync(message, cancellationToken);
        if (status is 200 or 202 && Read(body, answerType) is { } answer) return answer;
        throw Refusal(status, body);
    }

    /// <summary>Asks about something that is there.</summary>
    /// <returns>The status and the body, whatever they are.</returns>
    /// <exception cref="ServerException">It did not answer.</exception>
    public async Task<(int Status, byte[] Body)> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, new Uri(_root, path));
        return await SendAsync(message, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, byte[] Body)> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(message, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw new ServerException($"The DeepFix server at {Authority} does not answer: {exception.Message}", "See that it runs there (it listens on http://localhost:8000 unless told otherwise), or leave --server out: the whole job is then done here.", ExitCode.OutOfReach);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerException($"The DeepFix server at {Authority} gave no answer within {Significant.Text(_http.Timeout.TotalSeconds)} s.", "Ask again, with a larger --max-analysis-time if the run is large.", ExitCode.OutOfReach);
        }
    }

    /// <summary>What an answer that is no success means.</summary>
    public ServerException Refusal(int status, byte[] body)
    {
        if (Read(body, DeepFixJson.Default.ErrorResponse) is { } error)
        {
            string suggestion = error.Details["suggestion"] is System.Text.Json.Nodes.JsonValue text && text.TryGetValue(out string? said) ? said : "";
            return new ServerException($"{error.Message} ({error.Error})", suggestion, ExitCode.OfWireName(error.Error)) { Response = error };
        }

        return new ServerException($"{Authority} answered with HTTP {Significant.Text(status)}, and not as a DeepFix server answers.", "See that --server names a DeepFix server: MLflow itself listens on port 5000, DeepFix on 8000.", ExitCode.OutOfReach);
    }

    /// <summary>Reads an answer; null where it is something else.</summary>
    public static T? Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
