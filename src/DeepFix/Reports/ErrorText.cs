using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>A refusal for people at a terminal: what happened, field by field what is wrong with the request, and what to do. The Python package prints the same.</summary>
public static class ErrorText
{
    private const int MaxLines = 4;

    /// <summary>The lines.</summary>
    /// <param name="error">The body of the answer.</param>
    /// <param name="indent">Put in front of every line.</param>
    /// <param name="width">Columns to wrap at.</param>
    public static IEnumerable<string> Lines(ErrorResponse error, string indent, int width) => [
        .. Wrapping.Lines(SafeText.Line(error.Message), indent, width, MaxLines),
        .. Faults(error.Details).SelectMany(f => Wrapping.Lines(SafeText.Line(f), indent, width, MaxLines)),
        .. Wrapping.Lines(SafeText.Line(Suggestion(error.Details)), indent, width, MaxLines)];

    /// <summary>In a paragraph: what happened, the faults, and what to do.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="faults">Of a malformed request every fault.</param>
    /// <param name="suggestion">What to do about it; may be empty.</param>
    public static string Paragraph(string message, IEnumerable<string> faults, string suggestion)
        => string.Join(' ', ((string[])[message, .. faults, suggestion]).Select(t => SafeText.Line(t).Trim()).Where(t => t.Length > 0).Select(t => t[^1] is '.' or '!' or '?' ? t : t + "."));

    /// <summary>What to do about it; empty where the answer does not say.</summary>
    public static string Suggestion(JsonObject details) => Text(details, "suggestion") ?? "";

    /// <summary>Of a malformed request every fault: the field, what it must be, and what was given.</summary>
    public static IReadOnlyList<string> Faults(JsonObject details)
    {
        JsonObject[] all = details["errors"] is JsonArray errors ? [.. errors.OfType<JsonObject>()] : [details];
        return [.. all.Select(f => (Field: Text(f, "field"), Constraint: Text(f, "constraint"), Provided: f["provided"])).Where(f => f.Field is not null && f.Constraint is not null).Select(f => Fault(f.Field!, f.Constraint!, Given(f.Provided)))];
    }

    /// <summary>One fault of a request.</summary>
    /// <param name="field">The field, by its name on the wire.</param>
    /// <param name="constraint">What it must be.</param>
    /// <param name="provided">What came instead; null where nothing came.</param>
    public static string Fault(string field, string constraint, string? provided) => $"{field}: {constraint}; given was {provided ?? "nothing"}";

    private static string? Given(JsonNode? provided) => provided switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => provided.ToJsonString(),
    };

    private static string? Text(JsonObject details, string name) => details[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
