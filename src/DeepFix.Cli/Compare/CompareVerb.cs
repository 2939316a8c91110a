using System.CommandLine;
using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Compare;

/// <summary><c>deepfix compare</c>.</summary>
internal static class CompareVerb
{
    private const int DefaultMax = 20;

    public static Command Build(Terminal terminal)
    {
        var runs = new Argument<string[]>("run") { HelpName = "run-id | folder", Arity = ArgumentArity.ZeroOrMore, Description = "2 to 100 MLflow runs, or folders that hold a run's artifacts." };
        Option<string?> trackingUri = TrackingUri.Option();
        var experiment = new Option<string?>("--experiment", "-e") { HelpName = "NAME | ID", Description = "The newest runs of this experiment." };
        var max = new Option<int>("--max") { HelpName = "N", Description = $"With --experiment: at most so many, 2 to {ComparisonRequest.MostRuns.ToString(CultureInfo.InvariantCulture)}.", DefaultValueFactory = _ => DefaultMax };
        var baseline = new Option<string?>("--baseline", "-b") { HelpName = "RUN", Description = "The run that the others are held against. Default: the best one." };
        var metric = new Option<string?>("--metric") { HelpName = "NAME", Description = "The metric that decides. Default: the most telling one that the runs share." };
        Option<string?> format = OutputFormats.Option("How the comparison is written. Default: text, or what the name of the file ends with.", "text", "json", "markdown", "html");
        var file = new Option<string?>("--out", "-o") { HelpName = "FILE", Description = "Write the comparison to this file. Default: standard output." };
        var server = new ServerArguments();
        var command = new Command("compare", "Compare runs: what separates them, which are better, and which change explains it.") { runs, trackingUri, experiment, max, baseline, metric, format, file };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] named = parsed.GetValue(runs) ?? [];
            if (parsed.GetValue(experiment) is { } name) named = [.. named, .. await NewestAsync(name, parsed, cancellationToken)];
            string? held = parsed.GetValue(baseline);
            if (held is not null && !named.Contains(held, StringComparer.Ordinal)) named = [held, .. named];
            named = [.. named.Distinct(StringComparer.Ordinal)];
            Require(named, parsed.GetValue(experiment));
            var options = new ComparisonOptions { Baseline = held, Metric = parsed.GetValue(metric), MaxTime = TimeSpan.FromSeconds(AnalysisOptions.MaxAnalysisTimeAllowed) };
            ComparisonResult result = await CompareAsync(named, options, parsed, cancellationToken);
            await WriteAsync(result, parsed.GetValue(file) is { } path ? terminal.FullPath(path) : null, parsed.GetValue(format), cancellationToken);
            return result.Reference is null ? ExitCode.CouldNotJudge : ExitCode.Done;
        });
        return command;

        async Task WriteAsync(ComparisonResult result, string? path, string? wanted, CancellationToken cancellationToken)
        {
            string text = Render(result, OutputFormats.Parse(wanted, Path.GetExtension(path)?.ToLowerInvariant() switch { ".html" => OutputFormat.Html, ".md" => OutputFormat.Markdown, ".json" => OutputFormat.Json, _ => OutputFormat.Text }), path is null ? terminal.Palette : Reports.Palette.Plain, terminal.Width);
            if (path is null) await terminal.Out.WriteAsync(text.AsMemory(), cancellationToken);
            else await File.WriteAllTextAsync(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            await terminal.Out.FlushAsync(cancellationToken);
        }

        async Task<IReadOnlyList<string>> NewestAsync(string name, ParseResult parsed, CancellationToken cancellationToken)
        {
            int most = parsed.GetValue(max);
            if (most is < ComparisonRequest.FewestRuns or > ComparisonRequest.MostRuns) throw new UsageException($"--max must lie between {Significant.Text(ComparisonRequest.FewestRuns)} and {Significant.Text(ComparisonRequest.MostRuns)}.", "Name fewer runs, or more.");
            await using MlflowClient client = MlflowClient.Open(TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal));
            List<string> ids = [];
            await foreach (Run run in RunListing.AllAsync(client.Store, name, most, cancellationToken)) ids.Add(run.RunId);
            return ids;
        }

        async Task<ComparisonResult> CompareAsync(string[] named, ComparisonOptions options, ParseResult parsed, CancellationToken cancellationToken)
        {
            IReadOnlyList<Subject> subjects = new Subjects(terminal, new FetchLimits()).Of(named, parsed.GetValue(trackingUri));
            using DeepFixServer? open = server.Open(parsed, terminal, options.MaxTime.TotalSeconds);
            if (open is not null && subjects.Any(s => s.Source is FolderRunSource or FileRunSource)) throw new UsageException("a server cannot read a folder of this machine.", "Leave --server out, or name runs of MLflow.");
            IComparer comparer = open is null ? new LocalComparer(terminal) : new ServerComparer(open, TrackingUri.Resolve(parsed.GetValue(trackingUri), terminal));
            return await comparer.CompareAsync(subjects, options, cancellationToken);
        }
    }

    private static void Require(string[] named, string? experiment)
    {
        if (named.Length >= ComparisonRequest.FewestRuns && named.Length <= ComparisonRequest.MostRuns) return;
        string found = experiment is null ? "" : $" Experiment '{experiment}' has {Significant.Text(named.Length)}.";
        throw new UsageException($"2 to {Significant.Text(ComparisonRequest.MostRuns)} different runs can be compared, not {Significant.Text(named.Length)}.{found}", "Name the runs, or an experiment with --experiment.");
    }

    private static string Render(ComparisonResult result, OutputFormat format, Reports.Palette palette, int width) => format switch
    {
        OutputFormat.Json => ResultJson.One(result),
        OutputFormat.Markdown => Reports.ComparisonMarkdown.Render(result),
        OutputFormat.Html => Reports.ComparisonHtml.Render(result),
        _ => Reports.ComparisonText.Render(result, palette, width),
    };
}
