using System.Globalization;
using System.Text.Json;
using DeepFix.Cli.Analyze;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Runs;

/// <summary>Runs for programs. Times are milliseconds since 1970 UTC; values that are not finite are texts.</summary>
internal static class RunJson
{
    public static string Many(IReadOnlyList<Run> runs) => ResultJson.Written(json =>
    {
        json.WriteStartArray();
        foreach (Run run in runs)
        {
            json.WriteStartObject();
            Own(json, run);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static string One(RunDetails details) => ResultJson.Written(json =>
    {
        json.WriteStartObject();
        Own(json, details.Run);
        if (details.History is { } history) History(json, history);
        Artifacts(json, details.Artifacts);
        if (details.ArtifactsError is { } error) json.WriteString("artifacts_error", error);
        json.WriteEndObject();
    });

    private static void Own(Utf8JsonWriter json, Run run)
    {
        json.WriteString("run_id", run.RunId);
        json.WriteString("experiment_id", run.ExperimentId);
        json.WriteString("name", run.Name);
        json.WriteString("status", run.Status.ToString().ToUpperInvariant());
        Time(json, "start_time", run.StartTime);
        Time(json, "end_time", run.EndTime);
        json.WriteString("artifact_uri", run.ArtifactUri);
        Texts(json, "params", run.Params);
        Texts(json, "tags", run.Tags);
        json.WriteStartObject("metrics");
        foreach ((string key, MetricPoint last) in run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            json.WritePropertyName(key);
            Value(json, last.Value);
        }

        json.WriteEndObject();
    }

    private static void History(Utf8JsonWriter json, IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> history)
    {
        json.WriteStartObject("history");
        foreach ((string key, IReadOnlyList<MetricPoint> points) in history.OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(key);
            // A point a line: a history of thousands stays readable.
            foreach (MetricPoint point in points) json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"[{point.Step}, {Text(point.Value)}, {point.Timestamp}]"));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Artifacts(Utf8JsonWriter json, IReadOnlyList<ArtifactFile> artifacts)
    {
        json.WriteStartArray("artifacts");
        foreach (ArtifactFile artifact in artifacts)
        {
            json.WriteStartObject();
            json.WriteString("path", artifact.Path);
            if (artifact.Size is { } size) json.WriteNumber("size", size);
            else json.WriteNull("size");
            json.WriteString("sha256", artifact.Sha256);
            if (artifact.Error is { } error) json.WriteString("error", error);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in texts.OrderBy(t => t.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteNumber(name, known.ToUnixTimeMilliseconds());
        else json.WriteNull(name);
    }

    private static void Value(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(Name(value));
    }

    private static string Text(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : $"\"{Name(value)}\"";

    private static string Name(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
