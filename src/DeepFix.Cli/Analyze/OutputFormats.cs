using System.CommandLine;

namespace DeepFix.Cli.Analyze;

/// <summary>The option that chooses a format, and what each is called.</summary>
internal static class OutputFormats
{
    public static Option<string?> Option(string description, params string[] names)
    {
        var option = new Option<string?>("--format", "-f") { HelpName = string.Join('|', names), Description = description };
        option.AcceptOnlyFromAmong(names);
        return option;
    }

    public static OutputFormat Parse(string? name, OutputFormat otherwise) => name switch
    {
        "text" => OutputFormat.Text,
        "json" => OutputFormat.Json,
        "markdown" => OutputFormat.Markdown,
        "html" => OutputFormat.Html,
        _ => otherwise,
    };

    public static string Extension(this OutputFormat format) => format switch
    {
        OutputFormat.Json => ".json",
        OutputFormat.Markdown => ".md",
        OutputFormat.Html => ".html",
        _ => ".txt",
    };
}
