using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Unwraps what jsonpickle wraps: numbers as {dtype, value}, a Series as {index, values}, a DataFrame as base64 of compressed text.</summary>
internal sealed class DeepchecksValues(CancellationToken cancellationToken)
{
    private const int MaxInflatedBytes = 16 << 20;
    private const int MaxEmbedded = 4;
    // Aliases and texts within texts let a small file hold very much.
    private const int MaxNodes = 1_000_000;
    private const long MaxChars = 128L << 20;
    private long _nodes, _chars;
    private int _embedded;

    /// <summary>Whether values were left out because there are too many.</summary>
    public bool IsFull => _nodes > MaxNodes || _chars > MaxChars;

    /// <summary>The JSON document in a text, and whether it is whole.</summary>
    public (DataNode? Node, bool IsWhole) Parse(string text)
    {
        _chars += text.Length;
        if (IsFull) return (null, true);
        var reader = new JsonText(text, cancellationToken);
        DataNode? node = reader.Read();
        _nodes += reader.Nodes;
        return (node, reader.Problem is null);
    }

    /// <summary>A value of plain numbers, texts, lists and objects. A Series becomes an object by label, a DataFrame an object of columns.</summary>
    public JsonNode? Plain(DataNode node)
    {
        if (++_nodes % 10_000 == 0) cancellationToken.ThrowIfCancellationRequested();
        if (IsFull) return null;
        switch (node.Kind)
        {
            case NodeKind.Map:
                return Map(node);
            case NodeKind.List:
                return new JsonArray([.. node.Items.Select(Plain)]);
            case NodeKind.Text when Embedded(node.Text) is { } embedded:
                _embedded++;
                JsonNode? value = Plain(embedded);
                _embedded--;
                return value;
            default:
                return JsonNodes.Of(node);
        }
    }

    private JsonNode? Map(DataNode node)
    {
        if (node.Find("dtype") is not null && node.Find("value") is { } number) return Plain(number);
        if (node.Find("dtype") is not null && node.Find("values") is { } array) return Plain(array);
        if (node.Find("comp") is not null && node.Find("values") is { IsScalar: true } frame) return Frame(node, frame.Text);
        if (node.Find("index") is { } index && node.Find("values") is { } values && Elements(index.Find("values") ?? index) is { } labels
            && Elements(values) is { } numbers && labels.Items.Count == numbers.Items.Count) return Series(labels, numbers);
        var map = new JsonObject();
        foreach ((string key, DataNode value) in node.Members) map[key] = Plain(value);
        return map;
    }

    // Told from the nodes before anything is converted: lookalikes within lookalikes would double the work at every level.
    private DataNode? Elements(DataNode node)
    {
        DataNode inner = node.Find("dtype") is not null && node.Find("values") is { } array ? array : node;
        return (inner.Kind == NodeKind.Text ? Embedded(inner.Text) : inner) is { Kind: NodeKind.List } list ? list : null;
    }

    private JsonObject Series(DataNode labels, DataNode numbers)
    {
        var series = new JsonObject();
        for (int i = 0; i < labels.Items.Count && !IsFull; i++) series[Plain(labels.Items[i])?.ToString() ?? ""] = Plain(numbers.Items[i]);
        return series;
    }

    private JsonNode? Frame(DataNode node, string values)
    {
        string? text = node.String("comp") is "true" or "True" ? Inflated(values) : values;
        _chars += text?.Length ?? 0;
        return text is not null && Embedded(text) is { } columns ? JsonNodes.Of(columns) : JsonValue.Create(values);
    }

    private static string? Inflated(string base64)
    {
        byte[] bytes = new byte[(base64.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(base64, bytes, out int length)) return null;
        try
        {
            using var source = new ZLibStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
            byte[] inflated = new byte[Math.Min(MaxInflatedBytes, Math.Max(1024, length * 20))];
            int count = source.ReadAtLeast(inflated, inflated.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(inflated.AsSpan(0, count));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private DataNode? Embedded(string text)
    {
        if (_embedded >= MaxEmbedded || text.Length < 2 || text[0] is not ('[' or '{') || text[^1] is not (']' or '}')) return null;
        (DataNode? node, bool isWhole) = Parse(text);
        return isWhole ? node : null;
    }
}
