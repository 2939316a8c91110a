using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Web;

namespace DeepFix.Server.Errors;

/// <summary>Sends a refusal or failure: {error, message, details, timestamp}, with the status and headers of its code.</summary>
internal static class ErrorAnswer
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    /// <summary>Seconds after which MLflow may be back, as the specification has it.</summary>
    private const string RetryAfterSeconds = "30";

    /// <param name="http">The request.</param>
    /// <param name="failure">What is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isOutage">Whether the machine is to blame and the request may be sent again later (503), whatever the status of the code.</param>
    public static Task SendAsync(HttpContext http, DeepFixException failure, TimeProvider time, bool isOutage = false)
    {
        HttpResponse response = http.Response;
        response.StatusCode = isOutage ? StatusCodes.Status503ServiceUnavailable : failure.Code.Status();
        response.ContentType = Accepted(http.Request);
        response.Headers.CacheControl = "no-store";
        if (failure is { Code: ErrorCode.MlflowConnectionError, IsRetryable: true }) response.Headers.RetryAfter = RetryAfterSeconds;
        if (isOutage) response.Headers.RetryAfter = Outage.RetryAfterSeconds;
        if (failure.Code == ErrorCode.RateLimitExceeded) response.Headers.RetryAfter = failure.Details["retry_after"]?.ToJsonString();
        if (failure.Code == ErrorCode.Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (WebErrors.ArePagesFor(http)) return WebErrors.SendAsync(http, failure);
        return JsonSerializer.SerializeAsync(response.Body, failure.ToResponse(time.GetUtcNow()), DeepFixJson.Plain.ErrorResponse, http.RequestAborted);
    }

    /// <summary>problem+json for whoever asks for it by name and does not like plain JSON better; the members are the same.</summary>
    private static string Accepted(HttpRequest request)
    {
        double problem = Errors.Accepted.Quality(request, ProblemJson), json = Errors.Accepted.Quality(request, Json);
        return problem > 0 && problem >= json ? ProblemJson : Json;
    }
}
