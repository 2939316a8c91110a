using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Answers;

namespace DeepFix.Assistants;

/// <summary>The arguments of one call. One that the tool does not know is refused: a model that misnames an argument should be told.</summary>
internal sealed class ToolArguments
{
    private readonly IReadOnlyDictionary<string, JsonElement> _given;

    /// <param name="given">What came.</param>
    /// <param name="known">Names of the tool's arguments.</param>
    /// <exception cref="DeepFixException">VALIDATION_ERROR: an argument is unknown.</exception>
    public ToolArguments(IReadOnlyDictionary<string, JsonElement> given, IReadOnlyList<string> known)
    {
        _given = given;
        if (given.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
            throw Refused(unknown, "is not an argument of this tool", null, $"Arguments: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
    }

    /// <summary>A text that must be there.</summary>
    public string Required(string name, int longest = 2_048)
        => Text(name, longest) ?? throw Missing(name);

    /// <summary>A text; null where it is absent.</summary>
    public string? Text(string name, int longest = 2_048)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.String) throw Refused(name, "must be a string", value);
        return Checked(name, value, longest);
    }

    /// <summary>One of the values allowed; null where it is absent.</summary>
    public string? Choice(string name, IReadOnlyList<string> allowed)
    {
        if (Find(name) is not { } value) return null;
        return Allowed(name, value, allowed);
    }

    /// <summary>A list of values allowed.</summary>
    public IReadOnlyList<string> Choices(string name, IReadOnlyList<string> allowed)
        => [.. List(name).Select(v => Allowed(name, v, allowed)).Distinct(StringComparer.Ordinal)];

    /// <summary>A list of texts, each once.</summary>
    public IReadOnlyList<string> Texts(string name, int fewest, int most, int longest = 256)
    {
        if (Find(name) is null) throw Missing(name);
        IReadOnlyList<JsonElement> values = List(name);
        string[] texts = [.. values.Select(v => v.ValueKind == JsonValueKind.String ? Checked(name, v, longest) : throw Refused(name, "must hold strings", v))];
        if (texts.Length < fewest || texts.Length > most) throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"must hold {fewest} to {most} of them"), null);
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Length ? texts : throw Refused(name, "must name each once", null);
    }

    /// <summary>A number within a range.</summary>
    public double Number(string name, double least, double most, double otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"), value);
    }

    /// <summary>A whole number within a range.</summary>
    public int Whole(string name, int least, int most, int otherwise)
    {
        double number = Number(name, least, most, otherwise);
        return double.IsInteger(number) ? (int)number : throw Refused(name, "must be a whole number", Find(name));
    }

    /// <summary>The refusal of an argument.</summary>
    public static DeepFixException Refused(string name, string constraint, JsonElement? provided, string? suggestion = null) => new(
        ErrorCode.ValidationError,
        $"Invalid request: field '{Quoted.Text(name, 100)}' {constraint}",
        suggestion ?? $"Call the tool again; '{Quoted.Text(name, 100)}' {constraint}.",
        new JsonObject { ["field"] = Quoted.Text(name, 100), ["constraint"] = constraint, ["provided"] = provided is { } value ? Quoted.Text(value.GetRawText(), 120) : null });

    private static DeepFixException Missing(string name) => new(
        ErrorCode.ValidationError,
        $"Invalid request: missing required field '{name}'",
        $"Call the tool again with '{name}'.",
        new JsonObject { ["field"] = name, ["constraint"] = "required", ["provided"] = null });

    private static string Allowed(string name, JsonElement value, IReadOnlyList<string> allowed)
        => value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString(), StringComparer.Ordinal)
            ? value.GetString()!
            : throw Refused(name, $"must be one of {string.Join(", ", allowed)}", value);

    private static string Checked(string name, JsonElement value, int longest)
    {
        string text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) throw Refused(name, "must not be empty", value);
        if (text.Length > longest) throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"must have at most {longest} characters"), value);
        return text.Any(char.IsControl) ? throw Refused(name, "must not hold control characters", value) : text;
    }

    private JsonElement? Find(string name) => _given.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private IReadOnlyList<JsonElement> List(string name)
    {
        if (Find(name) is not { } value) return [];
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Refused(name, "must be a list", value);
    }
}
