using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeepFix.Client.Tests.Recording;

/// <summary>What listens at a port and is no good.</summary>
internal sealed class BadServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly string _kind;

    public BadServer(string kind)
    {
        _kind = kind;
        _listener.Start();
        Url = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        if (kind == "down") _listener.Stop();
        else _ = AcceptAsync();
    }

    public static IReadOnlyList<string> Kinds { get; } = ["down", "silent", "dripping", "garbage", "html", "cut"];

    public string Url { get; }

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[4096], _over.Token);
                switch (_kind)
                {
                    case "silent": await Task.Delay(Timeout.Infinite, _over.Token); break;
                    case "dripping": await DripAsync(stream); break;
                    case "garbage": await stream.WriteAsync(Encoding.ASCII.GetBytes("I am no web server at all\r\n\r\n"), _over.Token); break;
                    case "html": await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 22\r\nConnection: close\r\n\r\n<html>Hello you</html>"), _over.Token); break;
                    default: await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"request"), _over.Token); break;
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task DripAsync(NetworkStream stream)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"), _over.Token);
        while (true)
        {
            await stream.WriteAsync("{"u8.ToArray(), _over.Token);
            await Task.Delay(100, _over.Token);
        }
    }
}
