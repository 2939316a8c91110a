namespace DeepFix.Client.Http;

/// <summary>One request to the server, sent as often as it takes.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the server's address.</param>
/// <param name="Read">Makes the wanted object of a status and a body; null where they are none. May throw <see cref="System.Text.Json.JsonException"/>.</param>
internal sealed record Call(HttpMethod Method, string Path, Func<int, byte[], object?> Read)
{
    /// <summary>JSON to send.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether an answer before the work is done is preferred.</summary>
    public bool PrefersAsync { get; init; }

    /// <summary>Time for one attempt, body included.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Time that may pass in all while no connection stands, or an answer has begun and stalls; null where only attempts are limited.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The clock's timestamp at which the whole call ends; null where only attempts are limited.</summary>
    public long? Deadline { get; init; }
}
