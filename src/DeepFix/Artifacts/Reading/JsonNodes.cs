using System.Text.Json.Nodes;

namespace DeepFix.Artifacts.Reading;

/// <summary>Nodes of a document as JSON. All numbers are doubles, so that a reader asks for one type only.</summary>
internal static class JsonNodes
{
    public static JsonNode? Of(DataNode node) => node.Kind switch
    {
        NodeKind.Null => null,
        NodeKind.List => new JsonArray([.. node.Items.Select(Of)]),
        NodeKind.Map => Map(node),
        NodeKind.Text => JsonValue.Create(node.Text),
        _ => Plain(node.Text),
    };

    private static JsonNode Plain(string text) => text switch
    {
        "true" or "True" => JsonValue.Create(true),
        "false" or "False" => JsonValue.Create(false),
        _ => Scalars.TryNumber(text, out double number) ? JsonValue.Create(number) : JsonValue.Create(text),
    };

    private static JsonObject Map(DataNode node)
    {
        var map = new JsonObject();
        foreach ((string key, DataNode value) in node.Members) map[key] = Of(value);
        return map;
    }
}
