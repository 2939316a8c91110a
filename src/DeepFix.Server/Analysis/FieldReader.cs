using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Server.Security;

namespace DeepFix.Server.Analysis;

/// <summary>Reads the fields of a JSON object and notes every fault instead of stopping at the first. A field that is null counts as absent; one that nobody asks for is ignored.</summary>
internal sealed class FieldReader(JsonElement element, string path, List<Fault> faults)
{
    /// <summary>Faults kept at most: a hostile request shall not make a long answer.</summary>
    private const int MostFaults = 20;

    /// <summary>Text of at most so many characters; null where it is absent or at fault.</summary>
    public string? Text(string name, int longest, bool isRequired = false)
    {
        if (Find(name) is not { } value)
        {
            if (isRequired) Refuse(name, Fault.Required, null, $"Add '{Path(name)}' to the request.");
            return null;
        }

        if (value.ValueKind != JsonValueKind.String) return Refuse<string>(name, "must be a string", value);
        string text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) return Refuse<string>(name, "must not be empty", value);
        if (text.Length > longest) return Refuse<string>(name, string.Create(CultureInfo.InvariantCulture, $"must have at most {longest} characters"), value);
        return text.Any(char.IsControl) ? Refuse<string>(name, "must not hold control characters", value) : text;
    }

    public bool Flag(string name, bool otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(name, "must be true or false", value);
        return otherwise;
    }

    public double Number(string name, double least, double most, double otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        string range = string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}");
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most) return number;
        Refuse(name, range, value);
        return otherwise;
    }

    /// <summary>One of the values allowed; null where it is absent or at fault.</summary>
    public string? Choice(string name, IReadOnlyList<string> allowed)
        => Find(name) is { } value ? Choice(name, value, allowed) : null;

    /// <summary>A list of values allowed.</summary>
    public IReadOnlyList<string> Choices(string name, IReadOnlyList<string> allowed)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(name, $"must be a list of {string.Join(", ", allowed)}", value);
            return [];
        }

        return [.. value.EnumerateArray().Select((v, i) => Choice(string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), v, allowed)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The fields of an object inside; null where it is absent or at fault.</summary>
    public FieldReader? Object(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Object) return new FieldReader(value, Path(name), faults);
        Refuse(name, "must be an object", value);
        return null;
    }

    /// <summary>The objects of a list of so many; empty where it is absent or at fault.</summary>
    public IReadOnlyList<FieldReader> Objects(string name, int fewest, int most)
    {
        if (Find(name) is not { } value)
        {
            Refuse(name, Fault.Required, null, $"Add '{Path(name)}' to the request.");
            return [];
        }

        string constraint = string.Create(CultureInfo.InvariantCulture, $"must be a list of {fewest} to {most} objects");
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= fewest && value.GetArrayLength() <= most && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.Object))
            return [.. value.EnumerateArray().Select((v, i) => new FieldReader(v, string.Create(CultureInfo.InvariantCulture, $"{Path(name)}[{i}]"), faults))];
        Refuse(name, constraint, value);
        return [];
    }

    /// <summary>Notes a fault found outside.</summary>
    public void Refuse(string name, string constraint, string? provided, string suggestion)
    {
        if (faults.Count < MostFaults) faults.Add(new Fault(Path(name), constraint, provided is null ? null : SafeEcho.WithoutSecrets(provided), suggestion));
    }

    private string? Choice(string name, JsonElement value, IReadOnlyList<string> allowed)
        => value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString(), StringComparer.Ordinal)
            ? value.GetString()
            : Refuse<string>(name, $"must be one of {string.Join(", ", allowed)}", value);

    private JsonElement? Find(string name)
        => element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Refuse<T>(string name, string constraint, JsonElement value)
        where T : class
    {
        Refuse(name, constraint, value);
        return null;
    }

    private void Refuse(string name, string constraint, JsonElement value)
    {
        if (faults.Count < MostFaults) faults.Add(new Fault(Path(name), constraint, Echo(value), $"Correct '{Path(name)}': it {constraint}."));
    }

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static JsonNode? Echo(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number when value.TryGetDouble(out double number) && double.IsFinite(number) => number,
        JsonValueKind.String => SafeEcho.WithoutSecrets(value.GetString()!),
        JsonValueKind.Object => "{…}",
        JsonValueKind.Array => "[…]",
        _ => SafeEcho.WithoutSecrets(value.GetRawText()),
    };
}
