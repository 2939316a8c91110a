using System.Text.Json;
using DeepFix.Cli.Analyze;

namespace DeepFix.Cli.Detectors;

/// <summary>Detectors as the contract lists them.</summary>
internal static class DetectorJson
{
    public static string Render(IReadOnlyList<DetectorEntry> entries) => ResultJson.Written(json =>
    {
        json.WriteStartArray();
        foreach (DetectorEntry entry in entries) Write(json, entry);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, DetectorEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("code", entry.Code.Code);
        json.WriteString("kind", entry.Code.Kind.ToString().ToLowerInvariant());
        json.WriteString("title", entry.Title);
        json.WriteString("definition", entry.Code.Definition);
        json.WriteString("agent", entry.AgentName);
        Texts(json, "artifacts", entry.Artifacts);
        Texts(json, "columns", entry.Detector.Reads);
        json.WriteStartArray("limits");
        foreach (Limit limit in entry.Detector.AllLimits) Write(json, limit);
        json.WriteEndArray();
        Texts(json, "remedies", entry.Code.Remedies);
        json.WriteString("knowledge_id", entry.KnowledgeId);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Limit limit)
    {
        json.WriteStartObject();
        json.WriteString("name", limit.Name);
        json.WriteNumber("value", limit.Value);
        json.WriteString("side", limit.Side == LimitSide.AtLeast ? "at_least" : "at_most");
        json.WriteString("unit", limit.Unit);
        json.WriteStartArray("range");
        Number(json, limit.Min);
        Number(json, limit.Max);
        json.WriteEndArray();
        json.WriteString("meaning", limit.Meaning);
        json.WriteString("source", limit.Source);
        json.WriteEndObject();
    }

    /// <summary>An end that is open is null.</summary>
    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
