namespace DeepFix.Reports;

/// <summary>Text that came from a run, made harmless for Markdown and for the HTML that it becomes.</summary>
internal static class MarkdownText
{
    /// <summary>One line in which nothing of what a run says is markup. Backticks of our own codes stay.</summary>
    public static string Cell(string text)
        => SafeText.Line(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal);
}
