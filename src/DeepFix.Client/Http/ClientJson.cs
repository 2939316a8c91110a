using System.Text.Json;
using System.Text.Json.Serialization;
using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>How the answers to accepted requests are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(StateConverter)])]
[JsonSerializable(typeof(AcceptedRequest))]
[JsonSerializable(typeof(RequestStatus))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    internal sealed class StateConverter() : JsonStringEnumConverter<RequestState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
}
