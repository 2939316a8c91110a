using System.Text;
using System.Text.Json;
using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>Results as the contract writes them, indented.</summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = DeepFixJson.Plain.Options.Encoder };

    public static string One(AnalysisResult result) => Written(json => JsonSerializer.Serialize(json, result, DeepFixJson.Default.AnalysisResult));

    public static string One(ComparisonResult result) => Written(json => JsonSerializer.Serialize(json, result, DeepFixJson.Default.ComparisonResult));

    public static string Many(IReadOnlyList<AnalysisResult> results) => Written(json =>
    {
        json.WriteStartArray();
        foreach (AnalysisResult result in results) JsonSerializer.Serialize(json, result, DeepFixJson.Default.AnalysisResult);
        json.WriteEndArray();
    });

    /// <summary>Indented JSON with a line end after it.</summary>
    public static string Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Indented)) write(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
