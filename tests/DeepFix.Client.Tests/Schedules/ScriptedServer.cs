using DeepFix.Testing;

namespace DeepFix.Client.Tests.Schedules;

/// <summary>Answers each request as a function says, and notes when it came.</summary>
internal sealed class ScriptedServer(VirtualTime time, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly List<(double At, HttpRequestMessage Request)> _requests = [];

    public IReadOnlyList<(double At, HttpRequestMessage Request)> Requests => _requests;

    public DeepFixClient Client(DeepFixClientOptions? options = null, double random = 0)
        => new(new HttpClient(this) { Timeout = Timeout.InfiniteTimeSpan }, options ?? new DeepFixClientOptions(), time, new FixedRandom(random));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Add((time.Seconds, request));
        return answer(request, cancellationToken);
    }
}
