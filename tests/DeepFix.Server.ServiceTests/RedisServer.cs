using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DeepFix.Server.ServiceTests;

/// <summary>A Redis of its own on a port of loopback, which keeps all in memory and can be killed and started again.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Program = "redis-server";

    private readonly int _port = FreePort();
    private Process _process = null!;

    private RedisServer()
    {
    }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>A new one; where the program is not installed the test is skipped, except where every service is required.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program))))
        {
            (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1").ShouldBeFalse($"{Program} is not installed although every service is required.");
            Assert.Skip($"{Program} is not installed: .ci/install brings it.");
        }

        var redis = new RedisServer();
        await redis.StartAgainAsync();
        return redis;
    }

    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Program, ["--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { UseShellExecute = false, RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await AnswersAsync(patience.Token)) await Task.Delay(20, patience.Token);
    }

    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    public void Dispose() => Kill();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        _process.HasExited.ShouldBeFalse($"{Program} ended.");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
