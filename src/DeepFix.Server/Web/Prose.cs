using DeepFix.Reports;

namespace DeepFix.Server.Web;

/// <summary>The little Markdown that knowledge items are written in: headings, paragraphs, lists, fenced code, and code within a line.</summary>
internal static class Prose
{
    private const string Fence = "```";

    /// <summary>The text as HTML, escaped by its type.</summary>
    public static Html Of(string text)
    {
        List<Html> blocks = [];
        Queue<string> lines = new(text.ReplaceLineEndings("\n").Split('\n'));
        while (lines.TryDequeue(out string? line))
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal)) blocks.Add(Code(lines));
            else if (IsHeading(line)) blocks.Add(Html.Element("h4", Inline(line.TrimStart('#').Trim())));
            else if (IsItem(line)) blocks.Add(Html.Element("ul", Take(lines, line, IsItem).Select(i => Html.Element("li", Inline(i.TrimStart()[2..])))));
            else if (line.Trim().Length > 0) blocks.Add(Html.Element("p", Inline(string.Join(' ', Take(lines, line, IsProse)))));
        }

        return Html.Of(blocks);
    }

    private static Html Code(Queue<string> lines)
    {
        string[] code = [.. Take(lines, null, static l => !l.StartsWith(Fence, StringComparison.Ordinal))];
        lines.TryDequeue(out _);
        return Html.Element("pre", Html.Element("code", code.SelectMany((l, i) => i == 0 ? new Html[] { l } : [Html.Element("br"), l]))).With("tabindex", "0");
    }

    private static IEnumerable<Html> Inline(string line) => line.Split('`').Select((part, i) => i % 2 == 1 ? Html.Element("code", part) : Html.Text(part));

    private static List<string> Take(Queue<string> lines, string? first, Func<string, bool> belongs)
    {
        List<string> taken = first is null ? [] : [first];
        while (lines.TryPeek(out string? next) && belongs(next)) taken.Add(lines.Dequeue());
        return taken;
    }

    private static bool IsItem(string line) => line.TrimStart() is ['-' or '*', ' ', ..];

    private static bool IsHeading(string line) => line.StartsWith('#') && line.TrimStart('#') is [' ', ..];

    private static bool IsProse(string line) => line.Trim().Length > 0 && !IsItem(line) && !IsHeading(line) && !line.StartsWith(Fence, StringComparison.Ordinal);
}
