using System.CommandLine;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Demo;

/// <summary><c>deepfix demo</c>: <c>analyze</c> over all runs of the bundled store, and nothing else.</summary>
internal static class DemoVerb
{
    public static Command Build(Terminal terminal)
    {
        var output = new OutputArguments();
        var command = new Command("demo", "Analyse the real runs that come with the program: ten Lightning trainings, healthy and faulty.");
        output.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string trackingUri = TrackingUri.OfDatabase(DemoStore.Find(terminal));
            IReadOnlyList<Subject> subjects = await SubjectsAsync(trackingUri, terminal, cancellationToken);
            var analyst = new LocalAnalyst(new Api.AnalysisOptions(), context: null);
            return await new AnalyzeJob(terminal, analyst, output.Read(parsed, terminal)).RunAsync(subjects, cancellationToken);
        });
        return command;
    }

    /// <summary>All runs of the store, in the order in which they were trained.</summary>
    private static async Task<IReadOnlyList<Subject>> SubjectsAsync(string trackingUri, Terminal terminal, CancellationToken cancellationToken)
    {
        await using MlflowClient client = MlflowClient.Open(trackingUri);
        List<Run> runs = [];
        await foreach (Run run in RunListing.AllAsync(client.Store, experiment: null, int.MaxValue, cancellationToken)) runs.Add(run);
        var subjects = new Subjects(terminal, new FetchLimits());
        var names = new FileNames();
        return [.. runs.OrderBy(r => r.StartTime).ThenBy(r => r.RunId, StringComparer.Ordinal).Select(r => subjects.InMlflow(trackingUri, r.RunId, names) with { Name = r.Name })];
    }
}
