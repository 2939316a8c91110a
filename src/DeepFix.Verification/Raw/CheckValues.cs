using System.IO.Compression;
using System.Text;

namespace DeepFix.Verification.Raw;

/// <summary>Takes the wrapping of numpy and pandas off the values that deepchecks wrote.</summary>
internal static class CheckValues
{
    private const int Deepest = 4;

    /// <summary>{dtype, value} as the value, a Series as a map by label, a DataFrame as a map of columns, JSON within a text as what it says.</summary>
    public static Node Plain(Node node, int depth = 0)
    {
        if (node.Items is { } items) return new Node { Items = [.. items.Select(i => Plain(i, depth))] };
        if (node.Members is null) return node.IsQuoted && depth < Deepest && Inside(node) is { } inside ? Plain(inside, depth + 1) : node;
        if (Member(node, "dtype") is not null && Member(node, "value") is { } number) return Plain(number, depth);
        if (Member(node, "dtype") is not null && Member(node, "values") is { } array) return Plain(array, depth);
        if (Member(node, "comp") is { } packed && Member(node, "values") is { Text: { } text, IsNull: false }) return Frame(packed.Text is "true" or "True" ? Inflated(text) : text) ?? node;
        if (Member(node, "index") is { } index && Member(node, "values") is { } values && Elements(Member(index, "values") ?? index) is { } labels && Elements(values) is { } numbers && labels.Count == numbers.Count)
            return new Node { Members = [.. labels.Select((l, i) => new KeyValuePair<string, Node>(Plain(l, depth).Text ?? "", Plain(numbers[i], depth)))] };
        return new Node { Members = [.. node.Members.Select(m => new KeyValuePair<string, Node>(m.Key, Plain(m.Value, depth)))] };
    }

    private static Node? Member(Node node, string name) => node.Members?.LastOrDefault(m => m.Key == name).Value;

    private static IReadOnlyList<Node>? Elements(Node node)
    {
        Node inner = Member(node, "dtype") is not null && Member(node, "values") is { } array ? array : node;
        return inner.Items ?? (inner.IsQuoted ? Inside(inner)?.Items : null);
    }

    private static Node? Inside(Node text) => text.Text is ['[', .., ']'] or ['{', .., '}'] ? PlainJson.Read(text.Text) : null;

    private static Node? Frame(string? text) => text is ['[', .., ']'] or ['{', .., '}'] ? PlainJson.Read(text) : null;

    private static string? Inflated(string base64)
    {
        try
        {
            using var source = new ZLibStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
            using var reader = new StreamReader(source, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return null;
        }
    }
}
