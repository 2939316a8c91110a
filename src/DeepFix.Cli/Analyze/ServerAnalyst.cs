using System.Net.Http.Headers;
using System.Text.Json;
using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Asks a DeepFix server.</summary>
internal sealed class ServerAnalyst : IAnalyst, IDisposable
{
    /// <summary>How much longer than the analysis an answer may take.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly string _trackingUri;
    private readonly AnalysisOptions _options;
    private readonly AnalysisContext? _context;

    public ServerAnalyst(string server, string? apiKey, string trackingUri, AnalysisOptions options, AnalysisContext? context)
    {
        if (!Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
            throw new UsageException($"--server '{server}' is not an address.", "Write it as http://localhost:8000.");
        (_endpoint, _trackingUri, _options, _context) = (new Uri(root, "api/v1/analyze"), trackingUri, options, context);
        // A redirect could carry the key to another host.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(options.MaxAnalysisTime) + Grace };
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public async Task<(AnalysisResult Result, string? Name)> AnalyzeAsync(Subject subject, IProgress<AnalysisStage> progress, CancellationToken cancellationToken)
    {
        progress.Report(new AnalysisStage("asking", 0, _endpoint.Authority));
        var request = new AnalysisRequest { RunId = subject.Label, MlflowTrackingUri = _trackingUri, AnalysisOptions = _options, Context = _context };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, DeepFixJson.Default.AnalysisRequest));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (int status, byte[] body) = await SendAsync(content, cancellationToken);
        if (status == 200 && Read(body, DeepFixJson.Default.AnalysisResult) is { } result) return (result, null);
        throw Refusal(status, body);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, byte[] Body)> SendAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await _http.PostAsync(_endpoint, content, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw new ServerException($"The DeepFix server at {_endpoint.Authority} does not answer: {exception.Message}", "See that it runs there (it listens on http://localhost:8000 unless told otherwise), or leave --server out: the whole job is then done here.", ExitCode.OutOfReach);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerException($"The DeepFix server at {_endpoint.Authority} gave no answer within {Significant.Text(_http.Timeout.TotalSeconds)} s.", "Ask again, with a larger --max-analysis-time if the run is large.", ExitCode.OutOfReach);
        }
    }

    private ServerException Refusal(int status, byte[] body)
    {
        if (Read(body, DeepFixJson.Default.ErrorResponse) is { } error)
        {
            string suggestion = error.Details["suggestion"] is System.Text.Json.Nodes.JsonValue text && text.TryGetValue(out string? said) ? said : "";
            return new ServerException($"{error.Message} ({error.Error})", suggestion, ExitCode.OfWireName(error.Error)) { Response = error };
        }

        return new ServerException($"{_endpoint.Authority} answered with HTTP {Significant.Text(status)}, and not as a DeepFix server answers.", "See that --server names a DeepFix server: MLflow itself listens on port 5000, DeepFix on 8000.", ExitCode.OutOfReach);
    }

    private static T? Read<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
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
