using System.Text.Json.Nodes;

namespace DeepFix.Detectors.Deepchecks;

/// <summary>The table of weak segments, an object of columns.</summary>
internal static class WeakSegments
{
    /// <summary>Score, rows and features of each segment; empty where the table is not there.</summary>
    public static IReadOnlyList<(string Metric, double Score, double Rows, string Where)> Read(JsonNode? table)
    {
        if (table is not JsonObject columns || columns["Samples in Segment"] is not JsonArray rows) return [];
        string? metric = columns.Select(c => c.Key).FirstOrDefault(k => !k.StartsWith("Feature", StringComparison.Ordinal) && k is not ("% of Data" or "Samples in Segment"));
        if (metric is null || columns[metric] is not JsonArray scores) return [];
        var segments = new List<(string, double, double, string)>();
        for (int i = 0; i < Math.Min(scores.Count, rows.Count); i++)
        {
            if (Checks.Number(scores[i]) is not { } score || Count(rows[i]) is not { } count) continue;
            segments.Add((metric, score, count, string.Join(" and ", new[] { At(columns, "Feature1", i), At(columns, "Feature2", i) }.Where(f => f.Length > 0))));
        }

        return segments;
    }

    // deepchecks lists the rows of a segment by their index, as a list or as text of one.
    private static double? Count(JsonNode? rows)
        => Checks.Number(rows) ?? (rows is JsonArray list ? list.Count : Checks.Text(rows) is { Length: > 2 } text ? text.Count(c => c == ',') + 1 : null);

    private static string At(JsonObject columns, string column, int row)
        => columns[column] is JsonArray values && row < values.Count ? Checks.Text(values[row]) ?? "" : "";
}
