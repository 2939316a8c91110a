using System.CommandLine;
using DeepFix.Checking;
using DeepFix.Cli.Analyze;
using DeepFix.Cli.Compare;
using DeepFix.Fetch;

namespace DeepFix.Cli.Check;

/// <summary><c>deepfix check</c>.</summary>
internal static class CheckVerb
{
    public static Command Build(Terminal terminal)
    {
        var runs = new Argument<string[]>("run") { HelpName = "run-id | folder", Arity = ArgumentArity.OneOrMore, Description = "MLflow runs, or folders that hold a run's artifacts." };
        Option<string?> trackingUri = TrackingUri.Option();
        var baseline = new Option<string?>("--baseline", "-b") { HelpName = "RUN", Description = "A run or folder to hold them against: its own findings count no more, and being clearly worse than it is a finding." };
        var rule = new CheckArguments();
        var reports = new ReportArguments();
        var analysis = new AnalysisArguments();
        var server = new ServerArguments();
        var command = new Command("check", "Let a build fail when a run has findings at or above a limit.") { runs, trackingUri, baseline };
        rule.AddTo(command);
        reports.AddTo(command);
        analysis.AddTo(command);
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CheckRule judged = rule.Rule(parsed, terminal, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
            var subjects = new Subjects(terminal, new FetchLimits());
            IReadOnlyList<Subject> named = subjects.Of(parsed.GetRequiredValue(runs), parsed.GetValue(trackingUri));
            Subject? held = parsed.GetValue(baseline) is { } name ? subjects.Of([name], parsed.GetValue(trackingUri))[0] : null;
            if (server.IsGiven(parsed) && named.Append(held).Any(s => s?.Source is FolderRunSource or FileRunSource)) throw new UsageException("a server cannot read a folder of this machine.", "Leave --server out, or name runs of MLflow.");
            using DeepFixServer? open = server.Open(parsed, terminal, analysis.Options(parsed).MaxAnalysisTime);
            string uri = open is null ? "" : TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal);
            IAnalyst analyst = open is null ? new LocalAnalyst(analysis.Options(parsed), analysis.Context(parsed)) : new ServerAnalyst(open, uri, analysis.Options(parsed), analysis.Context(parsed));
            IComparer comparer = open is null ? new LocalComparer(terminal) : new ServerComparer(open, uri);
            (IReadOnlyList<CheckedRun> checks, int exitCode) = await new CheckJob(terminal, analyst, comparer, judged).RunAsync(named, held, cancellationToken);
            await reports.WriteAsync(parsed, terminal, checks, judged, cancellationToken);
            return exitCode;
        });
        return command;
    }
}
