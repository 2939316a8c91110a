namespace DeepFix.Api;

/// <summary>The table of errors: wire name, HTTP status, and whether the same request may succeed later.</summary>
public static class ErrorCodes
{
    /// <summary>The name on the wire.</summary>
    public static string WireName(this ErrorCode code) => Row(code).Name;

    /// <summary>The HTTP status.</summary>
    public static int Status(this ErrorCode code) => Row(code).Status;

    /// <summary>Whether a retry can help, unless <c>details.retryable</c> says otherwise.</summary>
    public static bool IsRetryable(this ErrorCode code) => Row(code).Retryable;

    private static (string Name, int Status, bool Retryable) Row(ErrorCode code) => code switch
    {
        ErrorCode.ValidationError => ("VALIDATION_ERROR", 400, false),
        ErrorCode.Unauthorized => ("UNAUTHORIZED", 401, false),
        ErrorCode.Forbidden => ("FORBIDDEN", 403, false),
        ErrorCode.RunNotFound => ("RUN_NOT_FOUND", 404, false),
        ErrorCode.ArtifactNotFound => ("ARTIFACT_NOT_FOUND", 404, false),
        ErrorCode.RequestNotFound => ("REQUEST_NOT_FOUND", 404, false),
        ErrorCode.RequestExpired => ("REQUEST_EXPIRED", 410, false),
        ErrorCode.RequestCancelled => ("REQUEST_CANCELLED", 409, false),
        ErrorCode.RequestFinished => ("REQUEST_FINISHED", 409, false),
        ErrorCode.IdempotencyConflict => ("IDEMPOTENCY_CONFLICT", 422, false),
        ErrorCode.PayloadTooLarge => ("PAYLOAD_TOO_LARGE", 413, false),
        ErrorCode.RateLimitExceeded => ("RATE_LIMIT_EXCEEDED", 429, true),
        ErrorCode.MlflowConnectionError => ("MLFLOW_CONNECTION_ERROR", 503, true),
        ErrorCode.MlflowError => ("MLFLOW_ERROR", 502, true),
        ErrorCode.AnalysisTimeout => ("ANALYSIS_TIMEOUT", 504, true),
        ErrorCode.InternalServerError => ("INTERNAL_SERVER_ERROR", 500, true),
        ErrorCode.NotFound => ("NOT_FOUND", 404, false),
        ErrorCode.MethodNotAllowed => ("METHOD_NOT_ALLOWED", 405, false),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not in the table of errors."),
    };
}
