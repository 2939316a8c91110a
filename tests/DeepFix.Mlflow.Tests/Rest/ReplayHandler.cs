using System.Net;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Rest;

/// <summary>Answers requests with recorded answers, and keeps what was asked.</summary>
internal sealed class ReplayHandler(Func<HttpRequestMessage, string, RecordedAnswer?> answer) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public static ReplayHandler Always(RecordedExchange exchange) => new((_, _) => exchange.Answer);

    public static HttpResponseMessage ToResponse(RecordedAnswer answer, HttpRequestMessage? request)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent(answer.Body) };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value)) _ = response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery} {body}".TrimEnd());
        return ToResponse(answer(request, body) ?? throw new HttpRequestException($"nothing recorded for {request.RequestUri}"), request);
    }
}
