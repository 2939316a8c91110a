using Microsoft.Extensions.Configuration.Memory;

namespace DeepFix.Server.Hosting;

internal static class LoggingDefaults
{
    private static readonly Dictionary<string, string?> Levels = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        // That the keys of cookies lie in the job store as they are is said in docs/threats.md, not at every start.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        // A start that fails is said in a sentence (see ExitCodes), not with the stack that the host logs at Error.
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical",
    };

    /// <summary>A line for each analysis and each refusal, none for every step of the web framework; whatever else the configuration says wins.</summary>
    public static void LogQuietlyByDefault(this WebApplicationBuilder builder)
        => ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Levels });
}
