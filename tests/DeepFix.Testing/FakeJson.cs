using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepFix.Testing;

/// <summary>JSON as MLflow reads and writes it.</summary>
internal static partial class FakeJson
{
    private const string PythonNaN = "the bare token NaN";

    /// <summary>The body of a request; what is not an object counts as an empty one.</summary>
    public static JsonObject Parse(byte[] body)
    {
        try
        {
            string text = BareNaN().Replace(Encoding.UTF8.GetString(body), $": \"{PythonNaN}\"");
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

    /// <summary>A metric. What protobuf's parser trips over (the bare token NaN, a time with a fraction) is stored as 0, with all that follows.</summary>
    public static FakeMetric Metric(JsonObject body, string prefix = "")
    {
        string key = Text(body, "key") is { Length: > 0 } text ? text : throw FakeErrorException.Required(prefix + "key");
        if (body["value"] is JsonValue value && value.ToString() == PythonNaN) return new FakeMetric(key, 0, 0, 0);

        double number = Number(body, "value") ?? throw FakeErrorException.Required(prefix + "value");
        double time = Number(body, "timestamp") ?? throw FakeErrorException.Required(prefix + "timestamp");
        return double.IsInteger(time) ? new FakeMetric(key, number, (long)time, Integer(body, "step") ?? 0) : new FakeMetric(key, number, 0, 0);
    }

    public static JsonNode Value(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? double.CopySign(double.MaxValue, value) : value;

    public static JsonArray PairsOf(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(static p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })];

    [GeneratedRegex(@":\s*NaN\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex BareNaN();
}
