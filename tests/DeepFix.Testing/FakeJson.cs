using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepFix.Testing;

/// <summary>JSON as MLflow reads and writes it.</summary>
internal static partial class FakeJson
{
    /// <summary>The body of a request; what is not an object counts as an empty one.</summary>
    public static JsonObject Parse(byte[] body)
    {
        try
        {
            // Python's parser takes the bare token.
            string text = BareNaN().Replace(Encoding.UTF8.GetString(body), ": \"NaN\"");
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static string? Text(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        JsonValue value => throw FakeErrorException.Invalid($"Invalid value {value.ToJsonString()} for parameter '{name}' supplied:  Hint: Value was of another type."),
        _ => throw FakeErrorException.Invalid($"Invalid value for parameter '{name}' supplied"),
    };

    public static string? RunId(JsonObject body) => Text(body, "run_id") ?? Text(body, "run_uuid");

    public static long? Integer(JsonObject body, string name) => Number(body, name) is { } number ? (long)number : null;

    public static double? Number(JsonObject body, string name)
    {
        if (body[name] is not JsonValue value) return null;
        string text = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        return text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw FakeErrorException.Invalid($"Invalid value \"{text}\" for parameter '{name}' supplied"),
        };
    }

    public static IReadOnlyList<JsonObject> Objects(JsonObject body, string name) => body[name] is JsonArray list ? [.. list.OfType<JsonObject>()] : [];

    public static IReadOnlyList<string> Strings(JsonObject body, string name) => body[name] switch
    {
        null => [],
        JsonArray list => [.. list.OfType<JsonValue>().Select(static v => v.ToString())],
        var other => throw FakeErrorException.Invalid($"Invalid value {other.ToJsonString()} for parameter '{name}' supplied"),
    };

    public static IReadOnlyList<(string Key, string Value)> Pairs(JsonObject body, string name) =>
        [.. Objects(body, name).Select(static pair => (Text(pair, "key") ?? "", Text(pair, "value") ?? ""))];

    public static FakeMetric Metric(JsonObject body, string prefix = "") => new(
        Text(body, "key") is { Length: > 0 } key ? key : throw FakeErrorException.Required(prefix + "key"),
        Number(body, "value") ?? throw FakeErrorException.Required(prefix + "value"),
        Integer(body, "timestamp") ?? throw FakeErrorException.Required(prefix + "timestamp"),
        Integer(body, "step") ?? 0);

    public static JsonNode Value(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? double.CopySign(double.MaxValue, value) : value;

    public static JsonArray PairsOf(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(static p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })];

    [GeneratedRegex(@":\s*NaN\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BareNaN();
}
