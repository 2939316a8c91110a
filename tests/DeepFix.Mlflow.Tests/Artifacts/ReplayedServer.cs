using System.Net;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Answers as a real MLflow server did. A request that was not recorded fails the test; where the real server hung up, so does this.</summary>
internal sealed class ReplayedServer(string server) : HttpMessageHandler
{
    private static readonly string[] NotQuoted = ["Content-Length", "Transfer-Encoding", "Connection", "Content-Type"];

    public Uri Uri { get; } = new("http://localhost:5000");

    public List<string> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        lock (Asked) Asked.Add($"{request.Method} {uri.PathAndQuery}");
        var exchange = RecordedExchanges.Of(server).FirstOrDefault(recorded => Matches(recorded, request.Method, uri))
            ?? throw new InvalidOperationException($"Not recorded: {request.Method} {uri.PathAndQuery}");
        var answer = exchange.Answer ?? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = Body(answer), RequestMessage = request };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        foreach (var (name, value) in answer.Headers.Where(header => !NotQuoted.Contains(header.Name, StringComparer.OrdinalIgnoreCase))) response.Headers.TryAddWithoutValidation(name, value);
        return Task.FromResult(response);
    }

    private static HttpContent Body(RecordedAnswer answer)
    {
        var statesLength = answer.Headers.Any(header => header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase));
        return statesLength ? new ByteArrayContent(answer.Body) : new StreamContent(new UnseekableStream(new MemoryStream(answer.Body)));
    }

    private static bool Matches(RecordedExchange recorded, HttpMethod method, Uri uri) =>
        recorded.Method == method.Method
        && recorded.RequestHeaders.All(header => !header.Name.Equals("Range", StringComparison.OrdinalIgnoreCase) && !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase) || header.Value.StartsWith("localhost", StringComparison.Ordinal))
        && Uri.UnescapeDataString(recorded.Path) == Uri.UnescapeDataString(uri.AbsolutePath)
        && Parameters(recorded.Query).SetEquals(Parameters(uri.Query.TrimStart('?')));

    private static HashSet<string> Parameters(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => Uri.UnescapeDataString(parameter.Replace('+', ' ')).Replace("run_id=", "run_uuid=", StringComparison.Ordinal)).Where(parameter => !parameter.EndsWith('='))];
}
