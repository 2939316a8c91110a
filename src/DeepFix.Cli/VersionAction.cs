using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using DeepFix.Knowledge;

namespace DeepFix.Cli;

/// <summary>Prints the versions that a result depends on.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        string version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
        parseResult.InvocationConfiguration.Output.WriteLine($"deepfix {version} (knowledge {CodePages.Version})");
        return ExitCode.Done;
    }
}
