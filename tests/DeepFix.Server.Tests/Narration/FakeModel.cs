using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace DeepFix.Server.Tests.Narration;

/// <summary>A language model that answers as it is told to, piece by piece.</summary>
internal sealed class FakeModel(Func<JsonObject, CancellationToken, IAsyncEnumerable<string>> answer) : IChatClient
{
    /// <summary>What it was asked, messages in their order.</summary>
    public List<ChatMessage> Asked { get; } = [];

    /// <summary>A model that words each text by a function.</summary>
    public static FakeModel Wording(Func<string, string, string?> words)
        => Saying(texts => new JsonObject(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)words(t.Key, (string)t.Value!)))).ToJsonString());

    /// <summary>A model that says one thing.</summary>
    public static FakeModel Saying(Func<JsonObject, string> text) => new((asked, _) => Pieces(text(asked)));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Asked.AddRange(messages);
        await foreach (string piece in answer(JsonNode.Parse(Asked[^1].Text)!.AsObject(), cancellationToken)) yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<string> Pieces(string text)
    {
        for (int at = 0; at < text.Length; at += 16)
        {
            await Task.Yield();
            yield return text[at..Math.Min(text.Length, at + 16)];
        }
    }
}
