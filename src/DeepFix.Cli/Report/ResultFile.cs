using System.Text.Json;
using DeepFix.Api;

namespace DeepFix.Cli.Report;

/// <summary>A result that was written to a file before.</summary>
internal static class ResultFile
{
    /// <summary>Reads a result.</summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public static AnalysisResult Read(byte[] json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, DeepFixJson.Default.AnalysisResult) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            string place = exception is JsonException { LineNumber: { } line } ? $", line {Significant.Text(line + 1, 15)}" : "";
            throw new UsageException($"'{name}' is no result of an analysis{place}.", "Give what `deepfix analyze RUN --format json` or the server's /api/v1/result wrote.");
        }
    }
}
