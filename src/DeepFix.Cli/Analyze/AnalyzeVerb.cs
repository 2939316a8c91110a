using System.CommandLine;
using DeepFix.Api;
using DeepFix.Artifacts.Foreign;
using DeepFix.Fetch;

namespace DeepFix.Cli.Analyze;

/// <summary><c>deepfix analyze</c>.</summary>
internal static class AnalyzeVerb
{
    public static Command Build(Terminal terminal)
    {
        var runs = new Argument<string[]>("run") { HelpName = "run-id | folder | file", Arity = ArgumentArity.OneOrMore, Description = "MLflow runs, folders that hold a run's artifacts or a framework's logs, or log files (CSV, JSON, TensorBoard, …). Several are analysed side by side." };
        Option<string?> trackingUri = TrackingUri.Option();
        var server = new ServerArguments();
        var since = new Option<string?>("--since") { HelpName = "RESULT.json", Arity = ArgumentArity.ZeroOrOne, Description = "Say what changed since an earlier result of the run, code by code, and why. Without a file: since the one in the run's folder (deepfix/result.json)." };
        var map = new Option<string[]>("--map") { HelpName = "METRIC=COLUMN", Description = "What a column of a log is, where it is taken for something else: train_loss=\"my loss\". May be given several times." };
        var isAsync = new Option<bool>("--async") { Description = $"Do not wait: hand the runs to the server (default: {ServerArguments.DefaultUrl}) and print the ids to ask with (deepfix status, result, cancel)." };
        var output = new OutputArguments();
        var analysis = new AnalysisArguments();
        var command = new Command("analyze", "Analyse runs: from MLflow, from their artifact folders, or from the logs that frameworks write.") { runs, trackingUri };
        server.AddTo(command);
        command.Options.Add(since);
        command.Options.Add(map);
        command.Options.Add(isAsync);
        output.AddTo(command);
        analysis.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<Subject> subjects = new Subjects(terminal, new FetchLimits(), ColumnMap.Parse(parsed.GetValue(map) ?? [])).Of(parsed.GetRequiredValue(runs), parsed.GetValue(trackingUri));
            if ((server.IsGiven(parsed) || parsed.GetValue(isAsync)) && subjects.Any(s => s.Source is FolderRunSource or FileRunSource))
                throw new UsageException("a server cannot read a folder of this machine, nor a file.", "Leave --server and --async out, or name runs of MLflow.");
            if (parsed.GetValue(isAsync))
            {
                using ServerAnalyst submitting = OnServer(parsed, server.OpenOrDefault(parsed, terminal, analysis.Options(parsed).MaxAnalysisTime));
                return await new SubmitJob(terminal, submitting, server.Url(parsed), output.Read(parsed, terminal).Format).RunAsync(subjects, cancellationToken);
            }

            AnalysisResult? earlier = parsed.GetResult(since) is { Implicit: false } ? Earlier(parsed.GetValue(since), subjects) : null;
            using var analyst = Analyst(parsed);
            return await new AnalyzeJob(terminal, analyst.Value, output.Read(parsed, terminal)) { Earlier = earlier }.RunAsync(subjects, cancellationToken);
        });
        return command;

        AnalysisResult Earlier(string? given, IReadOnlyList<Subject> subjects) => subjects is [var only]
            ? EarlierResult.Read(given, only, terminal)
            : throw new UsageException("--since compares one run with an earlier result of it.", "Name one run, before --since.");

        Disposing Analyst(ParseResult parsed) => server.Open(parsed, terminal, analysis.Options(parsed).MaxAnalysisTime) is { } open
            ? new Disposing(OnServer(parsed, open))
            : new Disposing(new LocalAnalyst(analysis.Options(parsed), analysis.Context(parsed)));

        ServerAnalyst OnServer(ParseResult parsed, DeepFixServer open)
            => new(open, TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal), analysis.Options(parsed), analysis.Context(parsed));
    }

    private readonly record struct Disposing(IAnalyst Value) : IDisposable
    {
        public void Dispose() => (Value as IDisposable)?.Dispose();
    }
}
