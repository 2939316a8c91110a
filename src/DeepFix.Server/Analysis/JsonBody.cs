using System.Globalization;
using System.Text;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Security;

namespace DeepFix.Server.Analysis;

/// <summary>The body of a request as JSON whose every string can be read.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 64;

    /// <summary>Time for a body to arrive: shorter than the shortest analysis time, within which the answer is due.</summary>
    private static readonly TimeSpan LongestArrival = TimeSpan.FromSeconds(20);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>A body that analyses a run.</summary>
    private const string AnalysisExample = "{\"run_id\": \"…\", \"mlflow_tracking_uri\": \"http://localhost:5000\"}";

    /// <summary>Reads a body that must be a JSON object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="time">How long the body may take is counted in it.</param>
    /// <param name="cancellationToken">Fires when the caller has left.</param>
    /// <param name="example">A body as the route wants it, shown where this one cannot be read.</param>
    /// <exception cref="DeepFixException">VALIDATION_ERROR: it is not.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken, string example = AnalysisExample)
    {
        if (!request.HasJsonContentType()) throw NotJson(request);
        using MemoryStream body = await ReadAsync(request, time, cancellationToken);
        JsonDocument document = Parse(body.GetBuffer().AsMemory(0, (int)body.Length), example);
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw Refused("must be a JSON object", example);
    }

    /// <summary>The refusal of a body that says it is something else, or says nothing.</summary>
    public static DeepFixException NotJson(HttpRequest request)
    {
        string? provided = request.ContentType is { } type ? SafeEcho.WithoutSecrets(type) : null;
        return new Fault("Content-Type", "must be application/json", provided, "Send the header 'Content-Type: application/json' with a body in JSON.").ToException();
    }

    /// <summary>Reads the whole body, which must arrive in time.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, too slow, or does not arrive whole.</exception>
    public static async Task<MemoryStream> ReadAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestArrival, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, either.Token);
            return body;
        }
        catch (OperationCanceledException cause) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new BadHttpRequestException("The body is too slow.", StatusCodes.Status408RequestTimeout, cause);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string example)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        try
        {
            ReadEveryString(utf8.Span);
            return JsonDocument.Parse(utf8, Strict);
        }
        catch (JsonException malformed)
        {
            throw Refused(string.Create(
                CultureInfo.InvariantCulture,
                $"must be valid JSON, at most {MaxDepth} levels deep (fault at line {(malformed.LineNumber ?? 0) + 1}, byte {(malformed.BytePositionInLine ?? 0) + 1})"), example);
        }
        catch (InvalidOperationException)
        {
            throw Refused("must hold valid Unicode (a string has half a surrogate pair or a byte that is not UTF-8)", example);
        }
    }

    // The parser takes text such as "\ud800" as it is, and fails only when somebody reads it.
    private static void ReadEveryString(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) _ = reader.GetString();
        }
    }

    private static DeepFixException Refused(string constraint, string example)
        => new Fault("body", constraint, null, $"Send a JSON object such as {example}; numbers are finite, strings in double quotes.").ToException();
}
