using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Security;

/// <summary>A server on loopback is for programs of this machine, not for web pages from elsewhere that a browser of this machine shows:
/// the host must be this machine (else a name was made to lead here), and what changes something must come from a page of its own.</summary>
internal sealed class LoopbackGuard(RequestDelegate next, ListeningAddresses listening, IOptions<ServerOptions> options)
{
    private readonly Lazy<bool> _isOnLoopback = new(() => listening.AreLoopbackOnly);
    private readonly HashSet<string> _hosts = new(options.Value.AllowedHosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Origin> _origins = [.. options.Value.AllowedOrigins.Select(Origin.Parse).OfType<Origin>()];

    public Task InvokeAsync(HttpContext http)
    {
        if (!_isOnLoopback.Value) return next(http);
        HttpRequest request = http.Request;
        if (request.Host.HasValue && !Origin.IsLoopbackHost(request.Host.Host) && !_hosts.Contains(request.Host.Host))
            throw Refused("This server takes requests for localhost only.", "Call it as localhost or 127.0.0.1. Behind a proxy, ask whoever runs it to add the proxy's host name to the setting DeepFix:AllowedHosts.");

        if (!IsRead(request) && request.Headers.TryGetValue(HeaderNames.Origin, out var origin) && !IsOwn(origin.ToString(), request))
            throw Refused("This server takes nothing from web pages of another origin.", "Send the request without an Origin header, as programs do. For a page that should be able to, ask whoever runs the server to add its origin to the setting DeepFix:AllowedOrigins.");

        return next(http);
    }

    private bool IsOwn(string origin, HttpRequest request)
        => Origin.Parse(origin) is { } sent && (_origins.Contains(sent) || (Origin.Parse($"{sent.Scheme}://{request.Host.Value}") is { } own && own == sent));

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    private static DeepFixException Refused(string message, string suggestion) => new(ErrorCode.Forbidden, message, suggestion);
}
