using System.Text;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>Writes outcomes in a format: each to a file of its own, or all to standard output.</summary>
internal sealed class ResultPrinter(Terminal terminal, OutputFormat format)
{
    /// <summary>The text of one outcome.</summary>
    public string Render(Outcome outcome, Palette palette) => format switch
    {
        OutputFormat.Json => ResultJson.One(outcome.Result),
        OutputFormat.Markdown => MarkdownReport.Render(outcome.Result, outcome.Title, outcome.Subject.TrackingUri),
        OutputFormat.Html => HtmlReport.Render(outcome.Result, outcome.Title, outcome.Subject.TrackingUri),
        _ => TextReport.Render(outcome.Result, outcome.Title, palette, terminal.Width),
    };

    /// <summary>All outcomes to standard output. A person with several runs reads the verdicts of all first.</summary>
    public async Task PrintAsync(IReadOnlyList<Outcome> outcomes, CancellationToken cancellationToken)
    {
        string text = (format, outcomes) switch
        {
            (OutputFormat.Json, [var only]) => ResultJson.One(only.Result),
            (OutputFormat.Json, _) => ResultJson.Many([.. outcomes.Select(o => o.Result)]),
            (OutputFormat.Markdown, _) => string.Join("\n---\n\n", outcomes.Select(o => Render(o, Palette.Plain))),
            (OutputFormat.Html, [var only]) => Render(only, Palette.Plain),
            // What went wrong is said on standard error.
            (_, [{ Failure: not null }]) => "",
            (_, [var only]) => Render(only, terminal.Palette),
            _ => Overview.Render(outcomes, terminal.Palette) + "\n" + string.Join('\n', outcomes.Where(o => o.Failure is null).Select(o => Render(o, terminal.Palette))),
        };
        await terminal.Out.WriteAsync(text.AsMemory(), cancellationToken);
    }

    /// <summary>One outcome to its file.</summary>
    public async Task<string> SaveAsync(Outcome outcome, string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, outcome.Subject.FileName + format.Extension());
        await File.WriteAllTextAsync(path, Render(outcome, Palette.Plain), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        return path;
    }
}
