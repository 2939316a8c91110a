using System.Text.Json;
using DeepFix.Api;
using Microsoft.Net.Http.Headers;

namespace DeepFix.Server.Errors;

/// <summary>Sends a refusal or failure: {error, message, details, timestamp}, with the status and headers of its code.</summary>
internal static class ErrorAnswer
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    /// <summary>Seconds after which MLflow may be back, as the specification has it.</summary>
    private const string RetryAfterSeconds = "30";

    public static Task SendAsync(HttpContext http, DeepFixException failure, TimeProvider time)
    {
        HttpResponse response = http.Response;
        response.StatusCode = failure.Code.Status();
        response.ContentType = Accepted(http.Request);
        response.Headers.CacheControl = "no-store";
        if (failure is { Code: ErrorCode.MlflowConnectionError, IsRetryable: true }) response.Headers.RetryAfter = RetryAfterSeconds;
        if (failure.Code == ErrorCode.RateLimitExceeded) response.Headers.RetryAfter = failure.Details["retry_after"]?.ToJsonString();
        if (failure.Code == ErrorCode.Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return JsonSerializer.SerializeAsync(response.Body, failure.ToResponse(time.GetUtcNow()), DeepFixJson.Plain.ErrorResponse, http.RequestAborted);
    }

    /// <summary>problem+json for whoever asks for it by name and does not like plain JSON better; the members are the same.</summary>
    private static string Accepted(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return Json;
        double problem = Quality(accepted, ProblemJson), json = Quality(accepted, Json);
        return problem > 0 && problem >= json ? ProblemJson : Json;
    }

    private static double Quality(IEnumerable<MediaTypeHeaderValue> accepted, string type)
        => accepted.Where(a => a.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
}
