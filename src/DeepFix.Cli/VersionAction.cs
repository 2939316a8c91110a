using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using DeepFix.Knowledge;

namespace DeepFix.Cli;

/// <summary>Prints the versions that a result depends on.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    /// <summary>The program's version.</summary>
    public static string Version => typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"deepfix {Version} (knowledge {CodePages.Version})");
        return ExitCode.Done;
    }
}
