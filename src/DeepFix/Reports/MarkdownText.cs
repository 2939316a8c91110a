using System.Text;

namespace DeepFix.Reports;

/// <summary>Writes Markdown. What Markdown or HTML would read as markup is escaped by <see cref="Safe"/> and <see cref="Code"/>.</summary>
internal sealed class MarkdownText
{
    private const string Special = "\\`*_[]<>|#~$";

    private readonly StringBuilder _text = new();

    /// <summary>Text as text.</summary>
    public static string Safe(string text)
    {
        var safe = new StringBuilder(text.Length);
        string line = SafeText.Paragraph(text);
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            // Within a word an underscore is a letter to Markdown.
            bool isSpecial = c == '_' ? i == 0 || i == line.Length - 1 || !char.IsLetterOrDigit(line[i - 1]) || !char.IsLetterOrDigit(line[i + 1]) : Special.Contains(c, StringComparison.Ordinal);
            if (c is '<' or '>') safe.Append(c == '<' ? "&lt;" : "&gt;");
            else if (isSpecial) safe.Append('\\').Append(c);
            else safe.Append(c);
        }

        return safe.ToString();
    }

    /// <summary>Text as text, in one line, for a cell of a table.</summary>
    public static string Cell(string text) => Safe(SafeText.Line(text));

    /// <summary>Text as code.</summary>
    public static string Code(string text)
    {
        string line = SafeText.Line(text).Replace('`', '\'');
        return line.Length == 0 ? "" : $"`{line}`";
    }

    public MarkdownText Line(string line)
    {
        _text.Append(line).Append("\n\n");
        return this;
    }

    public MarkdownText Heading(string text, int level = 2) => Line($"{new string('#', level)} {text}");

    public MarkdownText Items(IEnumerable<string> items)
    {
        foreach (string item in items) _text.Append("- ").Append(item).Append('\n');
        _text.Append('\n');
        return this;
    }

    public MarkdownText Table(IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        string[] lines = [.. rows.Select(r => $"| {string.Join(" | ", r)} |")];
        if (lines.Length == 0) return this;
        _text.Append("| ").Append(string.Join(" | ", heads)).Append(" |\n|").Append(string.Concat(Enumerable.Repeat("---|", heads.Count))).Append('\n');
        foreach (string line in lines) _text.Append(line).Append('\n');
        _text.Append('\n');
        return this;
    }

    public MarkdownText Pairs(IEnumerable<KeyValuePair<string, string>> pairs) => Table(["name", "value"], pairs.Select(p => (string[])[Safe(SafeText.Line(p.Key)), Safe(SafeText.Line(p.Value))]));

    public MarkdownText Block(IEnumerable<string> lines)
    {
        foreach (string line in lines) _text.Append("    ").Append(line).Append('\n');
        _text.Append('\n');
        return this;
    }

    /// <summary>The text, with one line end at its end.</summary>
    public override string ToString() => _text.ToString().TrimEnd('\n') + "\n";
}
