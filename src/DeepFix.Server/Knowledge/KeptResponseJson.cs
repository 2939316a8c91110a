using System.Buffers;
using System.Text.Json;
using DeepFix.Api;
using Microsoft.Extensions.Caching.Hybrid;

namespace DeepFix.Server.Knowledge;

/// <summary>Answers on their way to the second level and back: the JSON that callers get.</summary>
internal sealed class KeptResponseJson : IHybridCacheSerializer<KeptResponse>
{
    /// <exception cref="InvalidDataException">The second level holds something else.</exception>
    public KeptResponse Deserialize(ReadOnlySequence<byte> source)
    {
        try
        {
            var reader = new Utf8JsonReader(source);
            return new KeptResponse(JsonSerializer.Deserialize(ref reader, DeepFixJson.Plain.KnowledgeResponse) ?? throw new InvalidDataException("The second level of the cache holds null for an answer."));
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException("The second level of the cache holds what is no answer.", unreadable);
        }
    }

    public void Serialize(KeptResponse value, IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target);
        JsonSerializer.Serialize(writer, value.Answer, DeepFixJson.Plain.KnowledgeResponse);
    }
}
