namespace DeepFix.Cli.Analyze;

/// <summary>How a result is written.</summary>
internal enum OutputFormat
{
    Text,
    Json,
    Markdown,
    Html,
}
