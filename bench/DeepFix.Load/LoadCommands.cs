using System.Globalization;

namespace DeepFix.Load;

/// <summary>The commands: <c>load</c>, <c>soak MINUTES</c>, <c>kill ROUNDS SEED [postgres CONNECTION-STRING]</c>. Not named Program: the server's program is, which tests start.</summary>
internal static class LoadCommands
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["load"]:
                return await LoadRun.RunAsync(Console.Out, CancellationToken.None) ? 0 : 1;
            case ["soak", var minutes]:
                return await LoadRun.SoakAsync(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)), Console.Out, CancellationToken.None) ? 0 : 1;
            case ["kill", var rounds, var seed, .. var store]:
                string? postgres = store is ["postgres", var given] ? given : null;
                return await KillRounds.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture), postgres, Console.Out, CancellationToken.None) ? 0 : 1;
            default:
                await Console.Error.WriteLineAsync("usage: load | soak MINUTES | kill ROUNDS SEED [postgres CONNECTION-STRING]");
                return 3;
        }
    }
}
