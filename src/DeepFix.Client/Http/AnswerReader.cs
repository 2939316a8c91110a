using System.Text.Json;
using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>Takes an HTTP answer whole, and sees whether it is one of ours.</summary>
internal static class AnswerReader
{
    /// <summary>No answer of ours is larger: more is a server that does not stop.</summary>
    private const int LargestBody = 64 << 20;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        byte[]? body = await BodyAsync(response.Content, cancellationToken);
        int status = (int)response.StatusCode;
        object? value = body is null ? null : Try(() => call.Read(status, body));
        return new Answer
        {
            Status = status,
            Value = value,
            Error = value is null && body is not null && status >= 400 ? ErrorOf(body) : null,
            RetryAfter = RetryAfter(response, now),
        };
    }

    /// <summary>Seconds or a date; a date that is over asks for no wait, what cannot be read counts as not said.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        if (response.Headers.RetryAfter is not { } said) return null;
        TimeSpan? wait = said.Delta ?? said.Date - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static ErrorResponse? ErrorOf(byte[] body)
        => Try(() => JsonSerializer.Deserialize(body, DeepFixJson.Default.ErrorResponse)) is { Error.Length: > 0, Details: not null } error ? error : null;

    private static async Task<byte[]?> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > LargestBody) return null;
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        using var whole = new MemoryStream();
        byte[] part = new byte[16 << 10];
        int read;
        while ((read = await stream.ReadAsync(part, cancellationToken)) > 0)
        {
            if (whole.Length + read > LargestBody) return null;
            whole.Write(part, 0, read);
        }

        return whole.ToArray();
    }

    private static T? Try<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
