using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace DeepFix.Mlflow.Http;

/// <summary>Tells apart why no answer came.</summary>
internal static class TransportFailure
{
    public static MlflowException NotResolved(string host, int port, SocketException? cause) => new(
        MlflowErrorCode.NameNotResolved,
        $"The name '{host}' does not resolve to an address.",
        "Check the spelling of the host in the tracking URI, and that this machine (or container) shares a network with it.",
        isTransient: cause?.SocketErrorCode == SocketError.TryAgain,
        cause) { Host = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}") };

    public static MlflowException NotConnected(string host, SocketException cause) => new(
        MlflowErrorCode.ConnectionFailed,
        $"No connection to {host}: {Describe(cause.SocketErrorCode)}.",
        "Check that the server runs, that host and port are right, and that no firewall is between.",
        isTransient: true,
        cause) { Host = host };

    public static MlflowException TimedOut(Uri uri, TimeSpan limit, Exception? cause = null) => new(
        MlflowErrorCode.TimedOut,
        string.Create(CultureInfo.InvariantCulture, $"No answer from {Hosts.Show(uri)} within {limit.TotalSeconds:0.###} s."),
        "Try again later, or allow more time (MLFLOW_HTTP_REQUEST_TIMEOUT, in seconds).",
        isTransient: true,
        cause) { Host = Hosts.Show(uri) };

    public static MlflowException LeftAlone(Uri uri, Exception cause) => new(
        MlflowErrorCode.ConnectionFailed,
        $"{Hosts.Show(uri)} has answered nothing for a while and is not asked again for some seconds.",
        "Check that the server runs, then try again in half a minute.",
        isTransient: true,
        cause) { Host = Hosts.Show(uri), IsLeftAlone = true };

    public static MlflowException Cut(Uri uri, Exception cause) => FindInner<MlflowException>(cause) ?? new(
        MlflowErrorCode.ConnectionFailed,
        $"The connection to {Hosts.Show(uri)} broke before the answer was complete.",
        "Try again; if it repeats, look at the server's log and at proxies in between.",
        isTransient: true,
        cause) { Host = Hosts.Show(uri) };

    public static MlflowException From(Uri uri, HttpRequestException cause)
    {
        if (FindInner<MlflowException>(cause) is { } ours) return ours;

        return cause.HttpRequestError switch
        {
            HttpRequestError.SecureConnectionError => Insecure(uri, cause),
            HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => new(
                MlflowErrorCode.UnexpectedAnswer,
                $"What {Hosts.Show(uri)} answers is not HTTP.",
                "Check host and port of the tracking URI.",
                isTransient: false,
                cause) { Host = Hosts.Show(uri) },
            HttpRequestError.ProxyTunnelError => new(
                MlflowErrorCode.ConnectionFailed,
                $"The proxy did not open a tunnel to {Hosts.Show(uri)}.",
                "Check HTTP_PROXY, HTTPS_PROXY and NO_PROXY.",
                isTransient: true,
                cause) { Host = Hosts.Show(uri) },
            HttpRequestError.NameResolutionError => NotResolved(uri.IdnHost, uri.Port, FindInner<SocketException>(cause)),
            _ when FindInner<SocketException>(cause) is { } socket => NotConnected(Hosts.Show(uri), socket),
            _ => Cut(uri, cause),
        };
    }

    public static MlflowException CertificateRefused(string host, string reason) => new(
        MlflowErrorCode.CertificateRefused,
        $"The certificate of {host} was refused: {reason}.",
        "Name the certificate authority's PEM file (MLFLOW_TRACKING_SERVER_CERT_PATH), or use the host name the certificate was issued for.") { Host = host };

    private static MlflowException Insecure(Uri uri, HttpRequestException cause) => FindInner<AuthenticationException>(cause) is { } refused
        ? new(
            MlflowErrorCode.ConnectionFailed,
            $"{Hosts.Show(uri)} does not agree on a secure connection: {refused.Message}",
            "Check that the port speaks https (not http), and whether the server asks for a client certificate (MLFLOW_TRACKING_CLIENT_CERT_PATH).",
            isTransient: false,
            cause) { Host = Hosts.Show(uri) }
        : new(
            MlflowErrorCode.ConnectionFailed,
            $"{Hosts.Show(uri)} broke off while a secure connection was made.",
            "Check that the port speaks https (not http), and whether the server asks for a client certificate (MLFLOW_TRACKING_CLIENT_CERT_PATH).",
            isTransient: true,
            cause) { Host = Hosts.Show(uri) };

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "it was refused, nothing listens on that port",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no route to it",
        SocketError.TimedOut => "nobody answered",
        SocketError.ConnectionReset => "it was reset",
        _ => error.ToString(),
    };

    private static T? FindInner<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }

        return null;
    }
}
