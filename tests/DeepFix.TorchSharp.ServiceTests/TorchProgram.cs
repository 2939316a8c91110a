using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DeepFix.TorchSharp.ServiceTests;

/// <summary>A program of this repository that uses TorchSharp, in a process of its own under a host that its native library can live with.</summary>
internal static class TorchProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(8);

    /// <summary>Runs it and gives what it printed.</summary>
    public static async Task<string> RunAsync(string project, string workFolder, params string[] arguments)
    {
        string root = Root(), script = Path.Combine(root, ".ci", "torchsharp-host");
        RequireMachine();
        var start = new ProcessStartInfo(script, [project, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workFolder };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        using Process process = Process.Start(start)!;
        using var over = new CancellationTokenSource(Longest);
        Task<string> output = process.StandardOutput.ReadToEndAsync(over.Token), error = process.StandardError.ReadToEndAsync(over.Token);
        try
        {
            await process.WaitForExitAsync(over.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }

        process.ExitCode.ShouldBe(0, await error + await output);
        return await output;
    }

    private static void RequireMachine()
    {
        if (OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64) return;
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1", "The programs under test are built for Linux on x64.");
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DeepFix.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
