using System.Net;
using System.Net.Sockets;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>Addresses on this machine.</summary>
internal static class Loopback
{
    public static Uri At(int port, string host = "127.0.0.1", string scheme = "http") => new UriBuilder(scheme, host, port).Uri;

    public static Uri Of(TcpListener listener) => At(((IPEndPoint)listener.LocalEndpoint).Port);

    /// <summary>Where nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Scheme, host and port, as settings have them.</summary>
    public static string Origin(this Uri uri) => uri.GetLeftPart(UriPartial.Authority);
}
