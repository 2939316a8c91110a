using System.Text.Json;

namespace DeepFix.Cli.Tests.Running;

/// <summary>What the program did.</summary>
public sealed record Ran(int ExitCode, string Out, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Out).RootElement;
}
