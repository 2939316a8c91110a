using System.Text.Json;
using System.Text.Json.Serialization;

namespace DeepFix.Api;

/// <summary>Writes an enum in the contract's spelling: <c>at_most</c>, <c>medium</c>.</summary>
internal sealed class SnakeCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
