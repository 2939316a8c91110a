using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Assistants;

/// <summary>What a tool takes, as JSON Schema.</summary>
internal sealed class ToolSchema
{
    private readonly JsonObject _properties = [];
    private readonly List<string> _required = [];

    /// <summary>Names of the arguments.</summary>
    public IReadOnlyList<string> Names => [.. _properties.Select(p => p.Key)];

    /// <summary>The schema.</summary>
    public JsonElement ToElement()
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = _properties.DeepClone(), ["additionalProperties"] = false };
        if (_required.Count > 0) schema["required"] = new JsonArray([.. _required.Select(r => JsonValue.Create(r))]);
        using JsonDocument document = JsonDocument.Parse(schema.ToJsonString());
        return document.RootElement.Clone();
    }

    public ToolSchema Text(string name, string description, bool isRequired = false) => Add(name, new JsonObject { ["type"] = "string", ["description"] = description }, isRequired);

    public ToolSchema Choice(string name, string description, IReadOnlyList<string> allowed) => Add(name, new JsonObject { ["type"] = "string", ["description"] = description, ["enum"] = List(allowed) });

    public ToolSchema Choices(string name, string description, IReadOnlyList<string> allowed)
        => Add(name, new JsonObject { ["type"] = "array", ["description"] = description, ["items"] = new JsonObject { ["type"] = "string", ["enum"] = List(allowed) } });

    public ToolSchema Texts(string name, string description, int fewest, int most)
        => Add(name, new JsonObject { ["type"] = "array", ["description"] = description, ["items"] = new JsonObject { ["type"] = "string" }, ["minItems"] = fewest, ["maxItems"] = most, ["uniqueItems"] = true }, isRequired: true);

    public ToolSchema Number(string name, string description, double least, double most, double otherwise)
        => Add(name, new JsonObject { ["type"] = "number", ["description"] = description, ["minimum"] = least, ["maximum"] = most, ["default"] = otherwise });

    public ToolSchema Whole(string name, string description, int least, int most, int otherwise)
        => Add(name, new JsonObject { ["type"] = "integer", ["description"] = description, ["minimum"] = least, ["maximum"] = most, ["default"] = otherwise });

    private static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(t => (JsonNode?)JsonValue.Create(t))]);

    private ToolSchema Add(string name, JsonObject property, bool isRequired = false)
    {
        _properties[name] = property;
        if (isRequired) _required.Add(name);
        return this;
    }
}
