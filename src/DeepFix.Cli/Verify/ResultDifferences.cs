using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Cli.Verify;

/// <summary>Holds a result as it was written against the same analysis made again, member by member.</summary>
internal static class ResultDifferences
{
    /// <summary>What is another in every analysis.</summary>
    private static readonly HashSet<string> PerRequest = new(["request_id", "timestamp", "execution_time"], StringComparer.Ordinal);

    /// <summary>Warnings about where a run lay or was written to, not about the run.</summary>
    private static readonly string[] OfThePlace = ["The result was not logged to MLflow", "The artifacts of run "];

    /// <summary>Every place where the two differ.</summary>
    public static IEnumerable<ResultDifference> Of(JsonObject stated, JsonObject computed)
        => Members(Comparable(stated), Comparable(computed), "");

    private static JsonObject Comparable(JsonObject result)
    {
        var same = (JsonObject)result.DeepClone();
        foreach (string name in PerRequest) same.Remove(name);
        if (same["warnings"] is JsonArray warnings) same["warnings"] = new JsonArray([.. warnings.Where(w => !IsOfThePlace(w)).Select(w => w?.DeepClone())]);
        return same;
    }

    private static bool IsOfThePlace(JsonNode? warning)
        => warning is JsonValue value && value.TryGetValue(out string? text) && OfThePlace.Any(p => text.StartsWith(p, StringComparison.Ordinal));

    private static IEnumerable<ResultDifference> Nodes(JsonNode? stated, JsonNode? computed, string path) => (stated, computed) switch
    {
        (JsonObject a, JsonObject b) => Members(a, b, path),
        (JsonArray a, JsonArray b) => Items(a, b, path),
        _ when IsSame(stated, computed) => [],
        _ => [new ResultDifference(path, Text(stated), Text(computed))],
    };

    private static IEnumerable<ResultDifference> Members(JsonObject stated, JsonObject computed, string path)
        => stated.Select(m => m.Key).Union(computed.Select(m => m.Key), StringComparer.Ordinal).SelectMany(name => Nodes(stated[name], computed[name], path.Length == 0 ? name : $"{path}.{name}"));

    private static IEnumerable<ResultDifference> Items(JsonArray stated, JsonArray computed, string path)
        => Enumerable.Range(0, Math.Max(stated.Count, computed.Count))
            .SelectMany(i => Nodes(i < stated.Count ? stated[i] : null, i < computed.Count ? computed[i] : null, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")));

    private static bool IsSame(JsonNode? stated, JsonNode? computed)
    {
        if (stated is null || computed is null) return stated is null && computed is null;
        if (stated is not JsonValue || computed is not JsonValue || stated.GetValueKind() != computed.GetValueKind()) return false;
        // Programs that format JSON anew write the same number otherwise.
        return stated.GetValueKind() == JsonValueKind.Number
            ? Number(stated) == Number(computed)
            : stated.ToJsonString() == computed.ToJsonString();
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node?.ToJsonString();
}
