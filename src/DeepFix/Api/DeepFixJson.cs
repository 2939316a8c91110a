using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using DeepFix.Reports;

namespace DeepFix.Api;

/// <summary>How everything of the contract is written and read: snake_case, unknown fields ignored, source-generated.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = false,
    Converters = [typeof(SixDigitsConverter), typeof(SnakeCaseEnumConverter<Severity>), typeof(SnakeCaseEnumConverter<FindingKind>), typeof(SnakeCaseEnumConverter<LimitSide>), typeof(SnakeCaseEnumConverter<AnalysisStatus>), typeof(SnakeCaseEnumConverter<RequestState>), typeof(SnakeCaseEnumConverter<RunVerdict>), typeof(SnakeCaseEnumConverter<ChangeKind>)])]
[JsonSerializable(typeof(AnalysisRequest))]
[JsonSerializable(typeof(AnalysisResult))]
[JsonSerializable(typeof(ComparisonRequest))]
[JsonSerializable(typeof(ComparisonResult))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(KnowledgeQuery))]
[JsonSerializable(typeof(KnowledgeResponse))]
[JsonSerializable(typeof(AcceptedRequest))]
[JsonSerializable(typeof(RequestStatus))]
[JsonSerializable(typeof(IReadOnlyList<DetectorInfo>))]
[JsonSerializable(typeof(ResultChanges))]
public sealed partial class DeepFixJson : JsonSerializerContext
{
    /// <summary>The same, for answers and files of JSON: text stands there as it is, and only what JSON itself needs is escaped. Not for JSON that is put into HTML.</summary>
    public static DeepFixJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
