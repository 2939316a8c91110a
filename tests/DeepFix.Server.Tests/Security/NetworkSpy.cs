using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Http;

namespace DeepFix.Server.Tests.Security;

/// <summary>The network as the server sees it: names resolve as a test says, every connection is written down, and only those to this machine are made.</summary>
public sealed class NetworkSpy
{
    private readonly ConcurrentDictionary<string, Func<IPAddress[]>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<IPEndPoint> _connected = new();

    public NetworkSpy() => Network = new MlflowNetwork { Resolve = ResolveAsync, Open = OpenAsync };

    public MlflowNetwork Network { get; }

    /// <summary>Every address that a connection was opened to since the last <see cref="Forget"/>.</summary>
    public IReadOnlyList<IPEndPoint> Connected => [.. _connected];

    public void Forget() => _connected.Clear();

    public void Name(string host, Func<IPAddress[]> addresses) => _names[host] = addresses;

    private Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        => _names.TryGetValue(host, out var addresses) ? Task.FromResult(addresses()) : GuardedConnection.SystemResolver(host, cancellationToken);

    private Task<Stream> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        _connected.Enqueue(address);
        return IPAddress.IsLoopback(address.Address) ? GuardedConnection.OpenSocketAsync(address, cancellationToken) : throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
