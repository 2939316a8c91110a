namespace DeepFix.Mlflow.Http;

/// <summary>Checks the host of every request before it is sent.</summary>
internal sealed class GuardedHandler(HostRules hosts, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        hosts.Check(request.RequestUri!);
        return base.SendAsync(request, cancellationToken);
    }
}
