using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DeepFix.Mlflow.Http;

/// <summary>Opens connections: the name is resolved once, every address is checked, and a checked address is the one connected to.</summary>
internal sealed class GuardedConnection(ResolveHost resolve, OpenConnection open)
{
    public static ResolveHost SystemResolver { get; } = static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Connects to exactly this address.</summary>
    public static async Task<Stream> OpenSocketAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host;
        int port = context.DnsEndPoint.Port;
        string shown = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        var addresses = await AllowedAddressesAsync(host, port, shown, cancellationToken);
        SocketException? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await open(new IPEndPoint(address, port), cancellationToken);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }

        throw TransportFailure.NotConnected(shown, last!);
    }

    private async Task<IReadOnlyList<IPAddress>> AllowedAddressesAsync(string host, int port, string shown, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        }
        catch (SocketException e)
        {
            throw TransportFailure.NotResolved(host, port, e);
        }

        if (addresses.Length == 0) throw TransportFailure.NotResolved(host, port, cause: null);

        IPAddress[] allowed = [.. addresses.Where(static a => AddressRules.WhyRefused(a) is null)];
        return allowed.Length > 0 ? allowed : throw new MlflowException(
            MlflowErrorCode.HostNotAllowed,
            $"The host {shown} leads to {addresses[0].ToString()}, {AddressRules.WhyRefused(addresses[0])}, which is never connected to.",
            "Name the server by an address that reaches it over the network, or by localhost or 127.0.0.1 on the same machine.") { Host = shown };
    }
}
