using System.CommandLine;
using System.Text;
using DeepFix.Checking;
using DeepFix.Cli.Analyze;
using DeepFix.Reports;

namespace DeepFix.Cli.Check;

/// <summary>The options that say in which forms a check is written, and where: any number at once.</summary>
internal sealed class ReportArguments
{
    private static readonly string[] Formats = ["text", "json", "sarif", "junit", "markdown"];

    private readonly Option<string?> _format = OutputFormats.Option("How the check is written to standard output. Default: text.", Formats);
    private readonly (string Format, Option<string?> Option)[] _files =
    [
        .. Formats.Skip(1).Select(f => (f, new Option<string?>($"--{f}") { HelpName = "FILE", Description = $"Write {Words(f)} to this file as well." })),
    ];

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        foreach ((_, Option<string?> option) in _files) command.Options.Add(option);
    }

    /// <summary>Writes what was asked for.</summary>
    public async Task WriteAsync(ParseResult parsed, Terminal terminal, IReadOnlyList<CheckedRun> runs, CheckRule rule, CancellationToken cancellationToken)
    {
        foreach ((string format, Option<string?> option) in _files)
        {
            if (parsed.GetValue(option) is not { } file) continue;
            string path = terminal.FullPath(file);
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(path, Render(format, runs, rule, Palette.Plain, terminal.Width), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        }

        await terminal.Out.WriteAsync(Render(parsed.GetValue(_format) ?? "text", runs, rule, terminal.Palette, terminal.Width).AsMemory(), cancellationToken);
        await terminal.Out.FlushAsync(cancellationToken);
    }

    private static string Render(string format, IReadOnlyList<CheckedRun> runs, CheckRule rule, Palette palette, int width) => format switch
    {
        "json" => CheckJson.Render(runs, rule),
        "sarif" => SarifReport.Render(runs),
        "junit" => JUnitReport.Render(runs),
        "markdown" => CheckMarkdown.Render(runs, rule),
        _ => CheckText.Render(runs, rule, palette, width),
    };

    private static string Words(string format) => format switch
    {
        "json" => "JSON",
        "sarif" => "SARIF 2.1.0",
        "junit" => "JUnit XML",
        _ => "Markdown for a comment (it begins with a marker, and is never longer than one may be)",
    };
}
