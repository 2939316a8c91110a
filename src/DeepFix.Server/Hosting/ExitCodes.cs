using DeepFix.Server.Jobs.Store;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Hosting;

/// <summary>How the program ends, in the exit codes that every verb of DeepFix has.</summary>
internal static class ExitCodes
{
    private const int Done = 0, WrongUsage = 3, OutOfReach = 4;

    /// <summary>Runs until told to stop. A setting that makes no sense, or an address that cannot be listened on, is named on the error stream instead of a stack.</summary>
    public static async Task<int> RunToExitCodeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (OptionsValidationException invalid)
        {
            return await EndAsync(WrongUsage, string.Join(Environment.NewLine, invalid.Failures));
        }
        catch (InvalidOperationException unbound) when (unbound.Source == "Microsoft.Extensions.Configuration.Binder")
        {
            return await EndAsync(WrongUsage, $"A setting under {ServerOptions.Section} does not exist or is of the wrong type: {unbound.Message} docs/server.md lists them.");
        }
        catch (FormatException malformed)
        {
            return await EndAsync(WrongUsage, $"{malformed.Message}. Write addresses as http://localhost:8000.");
        }
        catch (JobStoreException unusable)
        {
            return await EndAsync(OutOfReach, unusable.Message);
        }
        catch (IOException unable)
        {
            return await EndAsync(OutOfReach, $"The server cannot listen: {unable.Message} Choose another address with --urls http://localhost:PORT.");
        }

        await app.WaitForShutdownAsync();
        return Done;
    }

    private static async Task<int> EndAsync(int exitCode, string message)
    {
        await Console.Error.WriteLineAsync(message);
        return exitCode;
    }
}
