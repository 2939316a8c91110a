using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepFix.Server.ServiceTests.Fuzz;

/// <summary>A route as the OpenAPI document has it, and how to send it something that the document allows.</summary>
internal sealed class Route(JsonObject document, string path, string method, JsonObject operation)
{
    public string Path => path;

    public string Method => method;

    /// <summary>Analyses cost a hundred times what the rest does.</summary>
    public bool IsHeavy => path.EndsWith("/analyze", StringComparison.Ordinal) || path.EndsWith("/compare", StringComparison.Ordinal);

    /// <summary>Takes nothing, so there is little to do wrong.</summary>
    public bool IsPlain => method == "GET" && !TakesBody && !path.Contains('{', StringComparison.Ordinal);

    /// <summary>The names in braces of the path.</summary>
    public IEnumerable<string> Variables => path.Split('{').Skip(1).Select(p => p.Split('}')[0]);

    private JsonNode? BodySchema => operation["requestBody"]?["content"]?["application/json"]?["schema"];

    public bool TakesBody => BodySchema is not null;

    public static IReadOnlyList<Route> All(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject
           select new Route(document, path.Key, operation.Key.ToUpperInvariant(), operation.Value!.AsObject()),
    ];

    /// <summary>A body that the document allows.</summary>
    /// <param name="random">Chooses among what is allowed.</param>
    /// <param name="known">Values for members that mean something, by their name.</param>
    public JsonNode? Body(Random random, Func<string, JsonNode?> known) => BodySchema is { } schema ? Example(schema, "", random, known, 0) : null;

    private JsonNode? Example(JsonNode schema, string name, Random random, Func<string, JsonNode?> known, int depth)
    {
        if ((string?)schema["$ref"] is { } reference) return Example(document["components"]!["schemas"]![reference.Split('/')[^1]]!, name, random, known, depth);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
        {
            JsonNode[] real = [.. choices.OfType<JsonNode>().Where(c => (string?)c["type"] != "null")];
            return real.Length == 0 ? null : Example(real[random.Next(real.Length)], name, random, known, depth);
        }

        if (known(name) is { } value) return value;
        if (schema["enum"] is JsonArray { Count: > 0 } allowed) return allowed[random.Next(allowed.Count)]?.DeepClone();
        return TypeOf(schema) switch
        {
            "object" => Object(schema, random, known, depth),
            "array" => Array(schema, name, random, known, depth),
            "boolean" => random.Next(2) == 0,
            "integer" => random.Next(Bound(schema, "minimum", 0), Bound(schema, "maximum", 20) + 1),
            "number" => Bound(schema, "minimum", 0) + Math.Round(random.NextDouble() * (Bound(schema, "maximum", 1) - Bound(schema, "minimum", 0)), 3),
            _ => $"text {random.Next(100).ToString(CultureInfo.InvariantCulture)}",
        };
    }

    private JsonObject Object(JsonNode schema, Random random, Func<string, JsonNode?> known, int depth)
    {
        string[] required = [.. (schema["required"] as JsonArray ?? []).Select(n => (string)n!)];
        var made = new JsonObject();
        foreach ((string member, JsonNode? inside) in schema["properties"] as JsonObject ?? [])
        {
            if (required.Contains(member, StringComparer.Ordinal) || (depth < 4 && random.Next(2) == 0)) made[member] = Example(inside!, member, random, known, depth + 1);
        }

        return made;
    }

    private JsonArray Array(JsonNode schema, string name, Random random, Func<string, JsonNode?> known, int depth)
    {
        int count = Math.Max(Bound(schema, "minItems", 0), random.Next(4));
        return [.. Enumerable.Range(0, count).Select(_ => schema["items"] is { } item ? Example(item, name, random, known, depth + 1) : null)];
    }

    private static string? TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => several.Select(t => (string?)t).FirstOrDefault(t => t != "null"),
        JsonValue one => (string?)one,
        _ => null,
    };

    private static int Bound(JsonNode schema, string name, int otherwise) => schema[name] is JsonValue bound && double.TryParse(bound.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? (int)value : otherwise;
}
