using System.Globalization;
using System.Net.Sockets;
using System.Text;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Fake;

/// <summary>Sends a recorded request byte for byte: HttpClient would tidy up the path.</summary>
internal static class RawHttp
{
    public static async Task<RecordedAnswer> SendAsync(Uri server, RecordedExchange exchange, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        var head = new StringBuilder($"{exchange.Method} {exchange.Path}{(exchange.Query.Length > 0 ? "?" : "")}{exchange.Query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        foreach (var (name, value) in exchange.RequestHeaders.Where(static h => h.Name.ToUpperInvariant() is "CONTENT-TYPE" or "RANGE"))
            _ = head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        _ = head.Append(CultureInfo.InvariantCulture, $"Content-Length: {exchange.RequestBody.Length}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancellationToken);
        await stream.WriteAsync(exchange.RequestBody, cancellationToken);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, cancellationToken);
        return Parse(answer.ToArray());
    }

    private static RecordedAnswer Parse(byte[] answer)
    {
        int end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        string[] lines = Encoding.ASCII.GetString(answer, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(static l => l.Split(": ", 2)).Select(static h => (h[0], h[1])).ToArray();
        return new RecordedAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, answer[(end + 4)..]);
    }
}
