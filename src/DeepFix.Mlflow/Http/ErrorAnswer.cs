using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DeepFix.Mlflow.Http;

/// <summary>Turns an answer that is not a success into the exception that says what to do. Looks at the content type before the body: not every error of MLflow is JSON.</summary>
internal static class ErrorAnswer
{
    private const int LongestBody = 64 * 1024;
    private const int LongestMessage = 300;

    // The status says enough; what the body adds is not worth a long wait.
    private static readonly TimeSpan LongestWaitForBody = TimeSpan.FromSeconds(10);

    /// <summary>Throws where the status is not a success.</summary>
    public static async Task ThrowIfFailedAsync(HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode) throw await ReadAsync(response, asked, cancellationToken);
    }

    /// <summary>Whether the answer says that it is JSON.</summary>
    public static bool IsJson(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType is "application/json" or "text/json";

    /// <summary>The exception for an answer that is not a success.</summary>
    public static async Task<MlflowException> ReadAsync(HttpResponseMessage response, Asked asked, CancellationToken cancellationToken)
    {
        string body = await ReadBodyAsync(response, cancellationToken);
        var (serverCode, message) = IsJson(response) ? ParseJson(body) : (null, IsHtml(response, body) ? null : body);
        int status = (int)response.StatusCode;
        string host = response.RequestMessage?.RequestUri is { } uri ? Hosts.Show(uri) : "the server";
        var failure = ErrorMeaning.Of(status, serverCode, message ?? "", asked);
        string said = Shorten(message) is { Length: > 0 } text ? $": {text}" : IsHtml(response, body) ? " with a web page, not with MLflow's JSON" : ".";
        string line = string.Create(CultureInfo.InvariantCulture, $"{host} answered {status}{(serverCode is null ? "" : $" {serverCode}")}{said}");
        return new MlflowException(failure.Code, line, failure.Remedy, failure.IsTransient)
        {
            Host = host,
            HttpStatus = status,
            ServerErrorCode = serverCode,
            RetryAfter = RetryAfter(response),
        };
    }

    /// <summary>The exception for a success that is not what MLflow answers.</summary>
    public static MlflowException Unexpected(HttpResponseMessage response, string what, Exception? cause = null, bool isTransient = false)
    {
        string host = response.RequestMessage?.RequestUri is { } uri ? Hosts.Show(uri) : "the server";
        return new(MlflowErrorCode.UnexpectedAnswer, $"{host} answered {what}.", "Check that the tracking URI leads to MLflow itself, with its path prefix, and not to a login page or a proxy.", isTransient, cause)
        {
            Host = host,
            HttpStatus = (int)response.StatusCode,
        };
    }

    private static bool IsHtml(HttpResponseMessage response, string body) =>
        response.Content.Headers.ContentType?.MediaType == "text/html" && body.TrimStart().StartsWith('<');

    private static (string? Code, string? Message) ParseJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return (null, null);
            return (Text(root, "error_code"), Text(root, "message") ?? Text(root, "detail"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    // Some messages carry an SQL statement or a page's markup after their first sentence.
    private static string? Shorten(string? message)
    {
        if (message is null) return null;

        int end = message.IndexOf("[SQL", StringComparison.Ordinal);
        string line = (end > 0 ? message[..end] : message).Trim().Split('\n')[0];
        string clean = string.Concat(line.Where(static c => !char.IsControl(c)));
        return clean.Length <= LongestMessage ? clean : clean[..LongestMessage] + "…";
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => Until(date, response.Headers.Date ?? TimeProvider.System.GetUtcNow()),
        _ => null,
    };

    private static TimeSpan Until(DateTimeOffset date, DateTimeOffset now) => date > now ? date - now : TimeSpan.Zero;

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestWaitForBody);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            byte[] buffer = new byte[LongestBody];
            int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit.Token);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or MlflowException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return "";
        }
    }
}
