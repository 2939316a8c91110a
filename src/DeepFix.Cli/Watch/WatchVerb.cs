using System.CommandLine;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Watch;

/// <summary><c>deepfix watch</c>.</summary>
internal static class WatchVerb
{
    private const double LeastInterval = 1, MostInterval = 3600, UsualInterval = 15;

    public static Command Build(Terminal terminal)
    {
        var experiment = new Option<string>("--experiment", "-e") { HelpName = "NAME | ID", Description = "The experiment to watch.", Required = true };
        Option<string?> trackingUri = TrackingUri.Option();
        var interval = new Option<double>("--interval") { HelpName = "SECONDS", Description = $"How often MLflow is asked: {Significant.Text(LeastInterval)} to {Significant.Text(MostInterval)}. Default: {Significant.Text(UsualInterval)}.", DefaultValueFactory = _ => UsualInterval };
        var max = new Option<int?>("--max") { HelpName = "N", Description = "End after so many runs. Default: only when interrupted." };
        var all = new Option<bool>("--all") { Description = "Begin with the runs that have finished already." };
        Option<string?> format = OutputFormats.Option("How each run is written. Default: text; json is a line a run.", "text", "json");
        var analysis = new AnalysisArguments();
        var command = new Command("watch", "Watch an experiment, and analyse each new run when it has finished.") { experiment, trackingUri, interval, max, all, format };
        analysis.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            double seconds = parsed.GetValue(interval);
            if (seconds is not (>= LeastInterval and <= MostInterval)) throw new UsageException($"--interval must lie between {Significant.Text(LeastInterval)} and {Significant.Text(MostInterval)} seconds.", "Leave it out to ask every 15 s.");
            if (parsed.GetValue(max) is < 1) throw new UsageException("--max must be at least 1.", "Leave it out to watch until interrupted.");
            string uri = TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal);
            await using MlflowClient client = MlflowClient.Open(uri);
            var job = new WatchJob(terminal, client.Store, new LocalAnalyst(analysis.Options(parsed), analysis.Context(parsed)), new Subjects(terminal, new FetchLimits()), TimeProvider.System)
            {
                TrackingUri = uri,
                Experiment = parsed.GetRequiredValue(experiment),
                Interval = TimeSpan.FromSeconds(seconds),
                Max = parsed.GetValue(max),
                BeginsWithFinished = parsed.GetValue(all),
                IsJson = OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json,
            };
            return await job.RunAsync(cancellationToken);
        });
        return command;
    }
}
