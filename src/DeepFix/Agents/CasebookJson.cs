using System.Text.Json.Serialization;

namespace DeepFix.Agents;

/// <summary>How the measured tables are written and read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CasebookEntry[]))]
[JsonSerializable(typeof(CalibrationEntry[]))]
[JsonSerializable(typeof(DifferentialEntry[]))]
internal sealed partial class CasebookJson : JsonSerializerContext;
