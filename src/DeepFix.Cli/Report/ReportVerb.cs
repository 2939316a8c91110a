using System.CommandLine;
using System.Text;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Reports;

namespace DeepFix.Cli.Report;

/// <summary><c>deepfix report</c>: one run as a file for people.</summary>
internal static class ReportVerb
{
    public static Command Build(Terminal terminal)
    {
        var run = new Argument<string>("run") { HelpName = "run-id | folder | result.json", Description = "A run of MLflow, a folder that holds a run's artifacts, or a result that was written before." };
        Option<string?> trackingUri = TrackingUri.Option();
        Option<string?> format = OutputFormats.Option("Form of the report. Default: html, or what the name of the file ends with.", "html", "markdown");
        var file = new Option<string?>("--out", "-o") { HelpName = "FILE", Description = "Write the report to this file. Default: standard output." };
        var analysis = new AnalysisArguments();
        var command = new Command("report", "Write a run's report: one HTML file to open or to mail, or Markdown.") { run, trackingUri, format, file };
        analysis.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? path = parsed.GetValue(file) is { } given ? terminal.FullPath(given) : null;
            OutputFormat wanted = OutputFormats.Parse(parsed.GetValue(format), path?.EndsWith(".md", StringComparison.OrdinalIgnoreCase) == true ? OutputFormat.Markdown : OutputFormat.Html);
            var analyst = new LocalAnalyst(analysis.Options(parsed), analysis.Context(parsed));
            Outcome outcome = await OutcomeAsync(parsed.GetRequiredValue(run), parsed.GetValue(trackingUri), analyst, terminal, cancellationToken);
            string report = new ResultPrinter(terminal, wanted).Render(outcome, Palette.Plain);
            if (path is null) await terminal.Out.WriteAsync(report.AsMemory(), cancellationToken);
            else await File.WriteAllTextAsync(path, report, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            await terminal.Out.FlushAsync(cancellationToken);
            return outcome.ExitCode;
        });
        return command;
    }

    /// <summary>A result that is there already, or the run's analysis.</summary>
    private static async Task<Outcome> OutcomeAsync(string run, string? trackingUri, IAnalyst analyst, Terminal terminal, CancellationToken cancellationToken)
    {
        string path = terminal.FullPath(run);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(path))
        {
            Api.AnalysisResult written = ResultFile.Read(await File.ReadAllBytesAsync(path, cancellationToken), run);
            return new Outcome(new Subject(run, "report", new FolderRunSource(path, new FetchLimits())), written.RunName, written, Failure: null);
        }

        Subject subject = new Subjects(terminal, new FetchLimits()).Of([run], trackingUri)[0];
        var progress = new ProgressLine(terminal, TimeProvider.System);
        progress.Begin(1);
        try
        {
            (Api.AnalysisResult result, string? name) = await analyst.AnalyzeAsync(subject, progress.Of(subject), cancellationToken);
            return new Outcome(subject, name, result, Failure: null);
        }
        finally
        {
            progress.End();
        }
    }
}
