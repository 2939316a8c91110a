using System.Text.Json;

namespace DeepFix.Evaluation;

/// <summary>How the fitted tables are written: as the core reads them, a line an entry.</summary>
internal static class EvaluationJson
{
    public static JsonSerializerOptions Options { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
