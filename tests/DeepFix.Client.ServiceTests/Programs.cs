using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DeepFix.Client.ServiceTests;

/// <summary>Programs of this repository, in processes of their own.</summary>
internal static class Programs
{
    public static Process Start(string program, params string[] arguments)
    {
        string folder = program == "DeepFix.Server" ? "src" : "tests";
        string path = Path.Combine(Root(), folder, program, "bin", "Debug", "net10.0", program + ".dll");
        // A shell starts what it has in the background with SIGINT ignored, and programs inherit that.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet", "exec", path, .. arguments] : ["dotnet", "exec", path, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return Process.Start(start)!;
    }

    /// <summary>A server that answers; the caller ends it.</summary>
    public static async Task<(Process Process, string Url)> ServerAsync(CancellationToken cancellationToken)
    {
        string url = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}");
        Process process = Start("DeepFix.Server", "--urls", url);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (int i = 0; i < 300; i++)
        {
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(new Uri(url + "/health/live"), cancellationToken);
                if (answer.IsSuccessStatusCode) return (process, url);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
            }

            await Task.Delay(200, cancellationToken);
        }

        process.Kill();
        throw new InvalidOperationException("The server did not start within a minute.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepFix.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
