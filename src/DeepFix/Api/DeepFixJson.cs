using System.Text.Json.Serialization;

namespace DeepFix.Api;

/// <summary>How everything of the contract is written and read: snake_case, unknown fields ignored, source-generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false,
    Converters = [typeof(SixDigitsConverter), typeof(SnakeCaseEnumConverter<Severity>), typeof(SnakeCaseEnumConverter<FindingKind>), typeof(SnakeCaseEnumConverter<LimitSide>), typeof(SnakeCaseEnumConverter<AnalysisStatus>)])]
[JsonSerializable(typeof(AnalysisRequest))]
[JsonSerializable(typeof(AnalysisResult))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(KnowledgeQuery))]
[JsonSerializable(typeof(KnowledgeResponse))]
public sealed partial class DeepFixJson : JsonSerializerContext;
