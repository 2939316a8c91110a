using System.CommandLine;
using DeepFix.Cli.Analyze;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Cli.Runs;

/// <summary><c>deepfix runs show</c>.</summary>
internal static class ShowVerb
{
    public static Command Build(Terminal terminal)
    {
        var runId = new Argument<string>("run") { HelpName = "run-id", Description = "The run." };
        Option<string?> trackingUri = TrackingUri.Option();
        var history = new Option<bool>("--history") { Description = "Whole histories of all metrics, not their last values only." };
        var noHashes = new Option<bool>("--no-hashes") { Description = "Do not read the artifacts to hash them; their sizes are then what the store says." };
        Option<string?> format = OutputFormats.Option("How the run is written. Default: text.", "text", "json");
        var command = new Command("show", "Show a run: params, tags, last metrics, artifacts with sizes and SHA-256.") { runId, trackingUri, history, noHashes, format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using MlflowClient client = MlflowClient.Open(TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal));
            RunDetails details = await new RunReader(client, Warn).ReadAsync(parsed.GetRequiredValue(runId), parsed.GetValue(history), !parsed.GetValue(noHashes), cancellationToken);
            bool isJson = OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json;
            await terminal.Out.WriteAsync((isJson ? RunJson.One(details) : RunText.Render(details, terminal.Palette)).AsMemory(), cancellationToken);
            return details.IsWhole ? ExitCode.Done : ExitCode.OutOfReach;
        });
        return command;

        void Warn(string warning) => terminal.Error.WriteLine($"deepfix: note: {SafeText.Line(warning)}");
    }
}
