using System.CommandLine;
using System.Globalization;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Runs;

/// <summary><c>deepfix runs list</c>.</summary>
internal static class ListVerb
{
    private const int DefaultMax = 100;

    public static Command Build(Terminal terminal)
    {
        Option<string?> trackingUri = TrackingUri.Option();
        var experiment = new Option<string?>("--experiment", "-e") { HelpName = "NAME | ID", Description = "Runs of this experiment. Default: of all active ones." };
        var max = new Option<int>("--max") { HelpName = "N", Description = "At most this many, the newest.", DefaultValueFactory = _ => DefaultMax };
        max.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[^1].Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int wanted) && wanted < 1) result.AddError("--max must be at least 1.");
        });
        Option<string?> format = OutputFormats.Option("How the list is written. Default: text.", "text", "json");
        var command = new Command("list", "List runs, the newest first.") { trackingUri, experiment, max, format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using MlflowClient client = MlflowClient.Open(TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal));
            List<Run> runs = [];
            int wanted = parsed.GetValue(max);
            await foreach (Run run in RunListing.AllAsync(client.Store, parsed.GetValue(experiment), wanted, cancellationToken)) runs.Add(run);
            bool isJson = OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json;
            await terminal.Out.WriteAsync((isJson ? RunJson.Many(runs) : RunTable.Render(runs, terminal.Palette, isCut: runs.Count == wanted)).AsMemory(), cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
