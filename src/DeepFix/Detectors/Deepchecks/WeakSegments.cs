using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>The table of weak segments, which deepchecks writes as a frame: JSON, as it is or compressed with zlib in base64.</summary>
internal static class WeakSegments
{
    private const int LargestTable = 16 * 1024 * 1024;

    /// <summary>Score, rows and features of each segment; empty where the table is not there or cannot be read.</summary>
    public static IReadOnlyList<(string Metric, double Score, double Rows, string Where)> Read(JsonNode? frame)
    {
        if (frame is not JsonObject table || Checks.Text(table["values"]) is not { } text) return [];
        string? json = table["comp"] is JsonValue packed && packed.TryGetValue(out bool isPacked) && isPacked ? Inflate(text) : text;
        if (json is null || Parse(json) is not { } columns) return [];
        string? metric = columns.Select(c => c.Key).FirstOrDefault(k => !k.StartsWith("Feature", StringComparison.Ordinal) && k is not ("% of Data" or "Samples in Segment"));
        if (metric is null || columns[metric] is not JsonArray scores || columns["Samples in Segment"] is not JsonArray rows) return [];
        var segments = new List<(string, double, double, string)>();
        for (int i = 0; i < Math.Min(scores.Count, rows.Count); i++)
        {
            if (Checks.Number(scores[i]) is not { } score || Checks.Number(rows[i]) is not { } count) continue;
            segments.Add((metric, score, count, string.Join(" and ", new[] { At(columns, "Feature1", i), At(columns, "Feature2", i) }.Where(f => f.Length > 0))));
        }

        return segments;
    }

    private static string At(JsonObject columns, string column, int row)
        => columns[column] is JsonArray values && row < values.Count ? Checks.Text(values[row]) ?? "" : "";

    private static JsonObject? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Inflate(string base64)
    {
        try
        {
            using var unpacked = new ZLibStream(new MemoryStream(Convert.FromBase64String(base64)), CompressionMode.Decompress);
            byte[] buffer = new byte[LargestTable];
            int length = unpacked.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length == buffer.Length ? null : System.Text.Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            return null;
        }
    }
}
