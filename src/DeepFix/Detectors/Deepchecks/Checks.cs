using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>Reads values out of checks as deepchecks writes them.</summary>
internal static class Checks
{
    /// <summary>The values of a check that ran; those of training first where it ran on both splits.</summary>
    public static IEnumerable<(string? Split, JsonNode Value)> Values(this DeepchecksArtifacts artifacts, params IEnumerable<string> checkNames)
        => from name in checkNames
           from entry in artifacts.Of(name)
           where entry.Failure is null && entry.Value is not null
           orderby entry.Split == "train" ? 0 : 1
           select (entry.Split, Unpacked(entry.Value!));

    /// <summary>The values of a check on the training split, or where it names no split.</summary>
    public static IEnumerable<JsonNode> OfTraining(this DeepchecksArtifacts artifacts, string checkName)
        => artifacts.Values(checkName).Where(v => v.Split is null or "train").Select(v => v.Value);

    /// <summary>The members of an object, in ordinal order; none where the node is no object.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node)
        => node is JsonObject members ? members.OrderBy(m => m.Key, StringComparer.Ordinal) : [];

    /// <summary>A number that data can have, or null.</summary>
    public static double? Number(JsonNode? node)
    {
        if (node is not JsonValue value) return null;
        double? number = value.TryGetValue(out double d) ? d
            : value.TryGetValue(out long l) ? l
            : value.TryGetValue(out int i) ? i
            : null;
        return PlausibleNumbers.Of(number);
    }

    /// <summary>A text, or null.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Rows of training and test: from the check that counts them, else from the dataset artifacts; null where neither says.</summary>
    public static (double Train, double Test)? SampleSizes(this DeepchecksArtifacts artifacts)
    {
        foreach ((_, JsonNode value) in artifacts.Values("Datasets Size Comparison"))
        {
            if (value is JsonObject sizes && Number(sizes["Train"]) is { } n and > 0 && Number(sizes["Test"]) is { } m and > 0) return (n, m);
        }

        return artifacts.Dataset is { } dataset && Rows.Of(dataset.Train()) is { } train and > 0
            && Rows.Of(dataset.Splits.GetValueOrDefault("test") ?? dataset.Splits.GetValueOrDefault("val")) is { } held and > 0 ? (train, held) : null;
    }

    /// <summary>Share of training rows that copy no other: only these count as evidence of their own.</summary>
    public static double IndependentShare(this DeepchecksArtifacts artifacts)
        => Math.Max(0.01, 1 - (artifacts.OfTraining("Data Duplicates").Select(Number).FirstOrDefault(d => d is not null) ?? 0));

    /// <summary>Scores by class: data set (Train or Test), class, metric, value, rows. From the checks of performance, tabular and vision.</summary>
    public static IEnumerable<(string Split, string Class, string Metric, double Value, double Rows)> Scores(this DeepchecksArtifacts artifacts)
        => from check in artifacts.Values("Train Test Performance", "Class Performance")
           where check.Value is JsonArray
           from row in check.Value.AsArray()
           where row is JsonObject
           let score = row!.AsObject()
           let name = Text(score["Class Name"]) ?? Text(score["Class"]) ?? Number(score["Class"])?.ToString(System.Globalization.CultureInfo.InvariantCulture)
           where name is not null && Text(score["Dataset"]) is not null && Text(score["Metric"]) is not null && Number(score["Value"]) is not null
           select (Text(score["Dataset"])!, name, Text(score["Metric"])!, Number(score["Value"])!.Value, Number(score["Number of samples"]) ?? 0);

    // Tables are written as JSON within a string.
    private static JsonNode Unpacked(JsonNode value)
    {
        if (Text(value) is not { Length: > 1 } text || text[0] is not ('[' or '{')) return value;
        try
        {
            return JsonNode.Parse(text) ?? value;
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
