using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Assistants.Answers;

/// <summary>Texts as they stand in an answer: without control, direction and invisible characters, and cut.</summary>
internal static class Quoted
{
    private const string Cut = "…";

    /// <summary>A text; null stays null.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mostBytes">Bytes at most, as they stand in JSON.</param>
    public static JsonNode? Text(string? text, int mostBytes = AssistantLimits.MostTextBytes)
        // What is far beyond the cut is not looked at: texts of a run may be long.
        => text is null ? null : JsonValue.Create(Shortened(SafeText.Whole(text.Length > 4 * mostBytes ? text[..(4 * mostBytes)] : text), mostBytes));

    /// <summary>A text of our own, whose lines stay lines.</summary>
    public static JsonNode Own(string text, int mostBytes) => JsonValue.Create(Shortened(text.ReplaceLineEndings("\n"), mostBytes))!;

    /// <summary>The distinct texts of a list, some of them at most.</summary>
    public static JsonArray? Texts(IEnumerable<string> texts, int most = 20)
    {
        JsonArray list = [.. texts.Distinct(StringComparer.Ordinal).Take(most).Select(t => Text(t, 100))];
        return list.Count == 0 ? null : list;
    }

    /// <summary>A number, rounded as in the result.</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(Significant.Round(number)) : null;

    /// <summary>A node of the contract with its texts cut: parameters, details.</summary>
    public static JsonNode? Node(JsonNode? node, int mostBytes = 200) => node switch
    {
        null => null,
        JsonObject members => new JsonObject(members.Take(20).Select(m => KeyValuePair.Create(Shortened(SafeText.Whole(m.Key), 100), Node(m.Value, mostBytes))).DistinctBy(m => m.Key, StringComparer.Ordinal)),
        JsonArray items => new JsonArray([.. items.Take(20).Select(i => Node(i, mostBytes))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Text(value.GetValue<string>(), mostBytes),
        _ => node.DeepClone(),
    };

    /// <summary>Bytes of a node as UTF-8 JSON.</summary>
    public static int Size(JsonNode? node) => Encoding.UTF8.GetByteCount(Written(node));

    /// <summary>A node as JSON whose text stands as it is.</summary>
    public static string Written(JsonNode? node)
    {
        if (node is null) return "null";
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = DeepFixJson.Plain.Options.Encoder })) node.WriteTo(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string Shortened(string text, int mostBytes)
    {
        int bytes = 0, kept = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes += Length(rune);
            if (bytes > mostBytes) return text[..kept] + Cut;
            kept += rune.Utf16SequenceLength;
        }

        return text;
    }

    // JSON escapes quotes, backslashes and line ends, and the writer also what is outside of the basic plane or not assigned.
    private static int Length(Rune rune) => rune switch
    {
        { Value: '"' or '\\' or '\n' or '\t' } => 2,
        { IsBmp: false } => 12,
        _ when Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => 6,
        _ => rune.Utf8SequenceLength,
    };
}
