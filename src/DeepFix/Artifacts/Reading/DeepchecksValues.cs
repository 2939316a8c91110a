using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Unwraps what jsonpickle wraps: numbers as {dtype, value}, a Series as {index, values}, a DataFrame as base64 of compressed text.</summary>
internal static class DeepchecksValues
{
    private const int MaxInflatedBytes = 16 << 20;

    /// <summary>A value of plain numbers, texts, lists and objects. A Series becomes an object by label, a DataFrame an object of columns.</summary>
    public static JsonNode? Plain(DataNode node, CancellationToken cancellationToken)
    {
        switch (node.Kind)
        {
            case NodeKind.Map:
                return Map(node, cancellationToken);
            case NodeKind.List:
                return new JsonArray([.. node.Items.Select(i => Plain(i, cancellationToken))]);
            case NodeKind.Text when Embedded(node.Text, cancellationToken) is { } embedded:
                return Plain(embedded, cancellationToken);
            default:
                return JsonNodes.Of(node);
        }
    }

    private static JsonNode? Map(DataNode node, CancellationToken cancellationToken)
    {
        if (node.Find("dtype") is not null && node.Find("value") is { } number) return Plain(number, cancellationToken);
        if (node.Find("dtype") is not null && node.Find("values") is { } array) return Plain(array, cancellationToken);
        if (node.Find("comp") is not null && node.Find("values") is { IsScalar: true } frame) return Frame(node, frame.Text, cancellationToken);
        if (node.Find("index") is { } index && node.Find("values") is { } values && Plain(index.Find("values") ?? index, cancellationToken) is JsonArray labels
            && Plain(values, cancellationToken) is JsonArray numbers && labels.Count == numbers.Count) return Series(labels, numbers);
        var map = new JsonObject();
        foreach ((string key, DataNode value) in node.Members) map[key] = Plain(value, cancellationToken);
        return map;
    }

    private static JsonObject Series(JsonArray labels, JsonArray numbers)
    {
        var series = new JsonObject();
        for (int i = 0; i < labels.Count; i++) series[labels[i]?.ToString() ?? ""] = numbers[i]?.DeepClone();
        return series;
    }

    private static JsonNode? Frame(DataNode node, string values, CancellationToken cancellationToken)
    {
        string? text = node.String("comp") is "true" or "True" ? Inflated(values) : values;
        return text is not null && Embedded(text, cancellationToken) is { } columns ? JsonNodes.Of(columns) : JsonValue.Create(values);
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

    private static DataNode? Embedded(string text, CancellationToken cancellationToken)
    {
        if (text.Length < 2 || text[0] is not ('[' or '{') || text[^1] is not (']' or '}')) return null;
        var reader = new JsonText(text, cancellationToken);
        DataNode? node = reader.Read();
        return reader.Problem is null ? node : null;
    }
}
