using System.CommandLine;

namespace DeepFix.Cli.Analyze;

/// <summary>The options that say where results go and in which form.</summary>
internal sealed class OutputArguments
{
    private readonly Option<string?> _format = OutputFormats.Option("How results are written. Default: text; json with --out.", "text", "json", "markdown", "html");
    private readonly Option<string?> _out = new("--out", "-o") { HelpName = "DIR", Description = "Write one file a run into this folder, named after the run id or the folder." };

    public void AddTo(Command command)
    {
        command.Options.Add(_out);
        command.Options.Add(_format);
    }

    public Output Read(ParseResult parsed, Terminal terminal)
    {
        string? folder = parsed.GetValue(_out) is { } given ? terminal.FullPath(given) : null;
        return new Output(folder, OutputFormats.Parse(parsed.GetValue(_format), folder is null ? OutputFormat.Text : OutputFormat.Json));
    }

    /// <param name="Folder">Where files go; null for standard output.</param>
    /// <param name="Format">In which form.</param>
    internal sealed record Output(string? Folder, OutputFormat Format);
}
