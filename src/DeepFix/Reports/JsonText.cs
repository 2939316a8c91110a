using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Reports;

/// <summary>A JSON value as people read it.</summary>
internal static class JsonText
{
    public static string Of(JsonNode? value) => value switch
    {
        null => "none",
        JsonObject members => string.Join(", ", members.Select(m => $"{m.Key} = {Of(m.Value)}")),
        JsonArray items => string.Join(", ", items.Select(Of)),
        _ when Number(value) is { } number => Significant.Text(number, 6),
        _ => value.ToString(),
    };

    /// <summary>A number, whatever it was made of; null where the value is none.</summary>
    public static double? Number(JsonNode? value)
        => value is JsonValue && value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;
}
