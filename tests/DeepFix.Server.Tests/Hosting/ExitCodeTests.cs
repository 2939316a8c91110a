using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DeepFix.Server.Tests.Hosting;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("--DeepFix:AllowedTrackingHost=http://mlflow:5000", "'AllowedTrackingHost'")]
    [InlineData("--urls=nonsense", "Invalid url: 'nonsense'")]
    public async Task A_wrong_setting_ends_the_program_with_3_and_a_sentence(string argument, string said)
    {
        (int exitCode, string output) = await RunAsync("--urls=http://127.0.0.1:0", argument);

        output.ShouldContain(said);
        output.ShouldNotContain("   at ");
        exitCode.ShouldBe(3);
    }

    [Fact]
    public async Task An_address_in_use_ends_the_program_with_4_and_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        (int exitCode, string output) = await RunAsync($"--urls={Loopback.Of(taken).Origin()}");

        output.ShouldContain("The server cannot listen");
        output.ShouldNotContain("   at ");
        exitCode.ShouldBe(4);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("deepfix-exit-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "DeepFix.Server.dll"), .. arguments, $"--DeepFix:Jobs:SqlitePath={Path.Combine(folder, "jobs.db")}"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return (process.ExitCode, await output + await errors);
    }
}
