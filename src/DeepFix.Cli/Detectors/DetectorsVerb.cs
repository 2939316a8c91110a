using System.CommandLine;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Detectors;

namespace DeepFix.Cli.Detectors;

/// <summary><c>deepfix detectors</c>.</summary>
internal static class DetectorsVerb
{
    public static Command Build(Terminal terminal)
    {
        Option<string?> format = OutputFormats.Option("How the list is written. Default: text.", "text", "json");
        var command = new Command("detectors", "List every code that is judged: what it means, what it reads, on which limits it turns, what helps.") { format };
        command.SetAction(parsed =>
        {
            IReadOnlyList<DetectorInfo> entries = DetectorDescriptions.All;
            terminal.Out.Write(OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json
                ? ResultJson.Written(json => JsonSerializer.Serialize(json, entries, DeepFixJson.Default.IReadOnlyListDetectorInfo))
                : DetectorText.Render(entries, terminal.Palette, terminal.Width));
            return ExitCode.Done;
        });
        return command;
    }
}
