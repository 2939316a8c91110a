using System.Text;

namespace DeepFix.Reports;

/// <summary>A piece of HTML. Text becomes one only by being escaped, markup only by naming an element: nothing that comes from a run can turn into markup.</summary>
public sealed class Html
{
    private static readonly HashSet<string> Void = new(["meta", "br", "hr"], StringComparer.Ordinal);

    private readonly string _name;
    private readonly IReadOnlyList<(string Name, string Value)> _attributes;
    private readonly IReadOnlyList<Html> _children;

    private Html(string name, IReadOnlyList<(string, string)> attributes, IReadOnlyList<Html> children)
        => (_name, _attributes, _children) = (name, attributes, children);

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = Of([]);

    /// <summary>Text: escaped, without control and direction characters.</summary>
    public static implicit operator Html(string? text) => Text(text);

    /// <summary>Text: escaped, without control and direction characters.</summary>
    public static Html Text(string? text) => new("", [("", SafeText.Whole(text ?? ""))], []);

    /// <summary>Pieces one after another.</summary>
    public static Html Of(IEnumerable<Html> pieces) => new("", [], [.. pieces]);

    /// <summary>An element.</summary>
    /// <param name="name">Lower-case letters, digits and dashes; case as SVG has it.</param>
    /// <param name="children">What it holds.</param>
    public static Html Element(string name, params IEnumerable<Html> children) => new(Checked(name), [], [.. children]);

    /// <summary>The style sheet of a document: one of our own, as it stands.</summary>
    internal static Html Style(StyleSheet sheet) => new("style", [("", sheet.Text)], []);

    /// <summary>The same element with an attribute.</summary>
    /// <param name="attribute">Its name; never one that runs script or leads out of the document.</param>
    /// <param name="value">Its value, escaped.</param>
    public Html With(string attribute, string value)
    {
        string name = Checked(attribute);
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name is "style" or "src" or "srcset" or "action") throw new ArgumentException($"A report has no attribute {name}.", nameof(attribute));
        if (name is "href" && !value.StartsWith('#')) throw new ArgumentException("A report links to itself only.", nameof(value));
        return new Html(_name, [.. _attributes, (name, SafeText.Whole(value))], _children);
    }

    /// <summary>The same element with a class.</summary>
    public Html Class(string classes) => With("class", classes);

    /// <summary>The markup.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    internal void Write(StringBuilder to)
    {
        if (_name.Length > 0) Open(to);
        else if (_attributes is [var (_, text)]) Escape(to, text);
        foreach (Html child in _children) child.Write(to);
        if (_name.Length > 0 && !Void.Contains(_name)) to.Append("</").Append(_name).Append('>');
    }

    private void Open(StringBuilder to)
    {
        to.Append('<').Append(_name);
        foreach ((string name, string value) in _attributes)
        {
            if (name.Length == 0) continue;
            to.Append(' ').Append(name).Append("=\"");
            Escape(to, value);
            to.Append('"');
        }

        to.Append('>');
        if (_name == "style") to.Append(_attributes[0].Value);
    }

    private static void Escape(StringBuilder to, string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '&': to.Append("&amp;"); break;
                case '<': to.Append("&lt;"); break;
                case '>': to.Append("&gt;"); break;
                case '"': to.Append("&quot;"); break;
                case '\'': to.Append("&#39;"); break;
                default: to.Append(c); break;
            }
        }
    }

    private static string Checked(string name)
        => name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && name is not ("script" or "style" or "iframe" or "object" or "embed" or "base" or "link")
            ? name
            : throw new ArgumentException($"'{name}' is no name of an element or attribute of a report.", nameof(name));
}
