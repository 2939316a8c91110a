using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DeepFix.Load;

/// <summary>The server as a process of its own, on a free port of loopback, that can be killed like one.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private bool _isDisposed;

    private ServerProcess(Process process, Uri uri)
    {
        (_process, Uri) = (process, uri);
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000, UseProxy = false }) { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(100) };
    }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>Speaks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="InvalidOperationException">It ended, or does not answer.</exception>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        Uri uri = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DeepFix.Server.dll"), "--urls", uri.GetLeftPart(UriPartial.Authority)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        foreach ((string name, string value) in settings) start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!, uri);
        string errors = "";
        server._process.OutputDataReceived += static (_, _) => { };
        server._process.ErrorDataReceived += (_, line) => errors += line.Data + "\n";
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        long began = Stopwatch.GetTimestamp();
        while (!await server.IsLiveAsync(cancellationToken))
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                server.Dispose();
                throw new InvalidOperationException("The server did not start. " + errors);
            }

            await Task.Delay(20, cancellationToken);
        }

        return server;
    }

    /// <summary>Ends it at once, with no chance to tidy up (SIGKILL).</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Megabytes of memory that it takes now.</summary>
    public double ResidentMegabytes()
    {
        _process.Refresh();
        return _process.WorkingSet64 / (1024.0 * 1024);
    }

    /// <summary>Files and sockets that it holds open.</summary>
    public int OpenHandles() => Directory.GetFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/fd")).Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        Http.Dispose();
        Kill();
        _process.Dispose();
    }

    private async Task<bool> IsLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await Http.GetAsync(new Uri("/health/live", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
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
