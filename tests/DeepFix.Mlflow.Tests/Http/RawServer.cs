using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DeepFix.Mlflow.Tests.Http;

/// <summary>Answers every connection with given bytes, then closes it or holds it open.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    public RawServer(string answer, bool holdOpen = false)
    {
        _listener.Start();
        _work = ServeAsync(Encoding.ASCII.GetBytes(answer), holdOpen);
    }

    public Uri Uri => new("http://" + _listener.LocalEndpoint);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        _end.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool holdOpen)
    {
        byte[] request = new byte[64 * 1024];
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var stream = client.GetStream();
            _ = await stream.ReadAsync(request, _end.Token);
            await stream.WriteAsync(answer, _end.Token);
            await stream.FlushAsync(_end.Token);
            if (holdOpen) await Task.Delay(Timeout.Infinite, _end.Token);
        }
    }
}
