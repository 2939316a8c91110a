namespace DeepFix.Mlflow.Http;

/// <summary>What a failed answer means.</summary>
/// <param name="Code">The way in which it failed.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsTransient">Whether it may succeed later.</param>
internal sealed record ErrorMeaning(MlflowErrorCode Code, string Remedy, bool IsTransient = false)
{
    private const string CheckAddress = "Check that the tracking URI leads to MLflow itself, with its path prefix, and not to a login page or a proxy.";
    private const string LogIn = "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, to an account the server knows.";
    private const string NeedRight = "Ask for the right to read (or, for writing, to edit) this experiment on the server.";
    private const string TryLater = "Try again later; if it repeats, look at the server's log.";

    /// <summary>The meaning of a status with MLflow's <c>error_code</c>, or with a text where there is none.</summary>
    public static ErrorMeaning Of(int status, string? serverCode, string message, Asked asked) => serverCode switch
    {
        null => OfText(status, message, asked),
        "RESOURCE_DOES_NOT_EXIST" or "NOT_FOUND" => NotFound(message, asked),
        "ENDPOINT_NOT_FOUND" => new(MlflowErrorCode.NotSupported, "The server is of a version or kind that lacks this; check its version."),
        "RESOURCE_ALREADY_EXISTS" or "ALREADY_EXISTS" or "RESOURCE_CONFLICT" or "ABORTED" => new(MlflowErrorCode.Conflict, "Use what exists, or choose another name."),
        _ when message.Contains("Changing param values is not allowed", StringComparison.Ordinal) => new(MlflowErrorCode.Conflict, "A param keeps its first value; log it under another key or in another run."),
        _ when message.Contains("must be in the 'active' state", StringComparison.Ordinal) || message.Contains("non-active experiment", StringComparison.Ordinal)
            => new(MlflowErrorCode.Conflict, "The run or experiment was deleted; restore it before writing."),
        "INVALID_PARAMETER_VALUE" or "BAD_REQUEST" or "MALFORMED_REQUEST" => new(MlflowErrorCode.InvalidParameter, "Correct the value that the message names."),
        "PERMISSION_DENIED" => new(MlflowErrorCode.PermissionDenied, NeedRight),
        "CUSTOMER_UNAUTHORIZED" or "UNAUTHENTICATED" => new(MlflowErrorCode.Unauthorized, LogIn),
        "REQUEST_LIMIT_EXCEEDED" or "RESOURCE_EXHAUSTED" => new(MlflowErrorCode.RateLimited, "Wait and try again.", IsTransient: true),
        "FEATURE_DISABLED" when message.Contains("orkspace", StringComparison.Ordinal) => new(MlflowErrorCode.NotSupported, "The server has no workspaces: unset MLFLOW_WORKSPACE."),
        "FEATURE_DISABLED" or "NOT_IMPLEMENTED" => new(MlflowErrorCode.NotSupported, "The server has this switched off, or its store lacks it."),
        "TEMPORARILY_UNAVAILABLE" or "DEADLINE_EXCEEDED" => new(MlflowErrorCode.ServerError, TryLater, IsTransient: true),
        "INVALID_STATE" or "DATA_LOSS" => new(MlflowErrorCode.ServerError, "Look at the server's log: its store is not in the state it expects."),
        _ => OfStatus(status, asked),
    };

    private static ErrorMeaning NotFound(string message, Asked asked)
    {
        if (message.StartsWith("Workspace ", StringComparison.Ordinal)) return new(MlflowErrorCode.InvalidParameter, "Set MLFLOW_WORKSPACE to a workspace that exists.");
        if (message.StartsWith("No tag ", StringComparison.Ordinal)) return new(MlflowErrorCode.InvalidParameter, "The run has no such tag.");
        if (asked is Asked.Artifact or Asked.Artifacts && message.StartsWith("Run ", StringComparison.Ordinal)) asked = Asked.Run;
        return asked switch
        {
            Asked.Run => new(MlflowErrorCode.RunNotFound, "Check the run id, and that it is this server that has the run."),
            Asked.Experiment => new(MlflowErrorCode.ExperimentNotFound, "Check the experiment's id or name, and that it is this server that has it."),
            Asked.Artifact or Asked.Artifacts => new(MlflowErrorCode.ArtifactNotFound, "List the run's artifacts to see what there is."),
            _ => new(MlflowErrorCode.InvalidParameter, "Check what was asked for: the server does not have it."),
        };
    }

    private static ErrorMeaning OfText(int status, string text, Asked asked) => (status, text) switch
    {
        (403, _) when text.StartsWith("Invalid Host header", StringComparison.Ordinal)
            => new(MlflowErrorCode.HostHeaderRefused, "Not a matter of credentials: start the server with --allowed-hosts naming this host and port (mlflow server --allowed-hosts \"host,host:*\")."),
        (403, _) when text.StartsWith("Cross-origin", StringComparison.Ordinal)
            => new(MlflowErrorCode.PermissionDenied, "A proxy in between adds an Origin header: take it out, or start the server with --cors-allowed-origins."),
        (503, _) when text.Contains("disabled", StringComparison.OrdinalIgnoreCase) || text.Contains("artifacts-only", StringComparison.Ordinal)
            => new(MlflowErrorCode.NotSupported, "The server was started without this part (--artifacts-only or --no-serve-artifacts); use one that has it."),
        _ => OfStatus(status, asked),
    };

    private static ErrorMeaning OfStatus(int status, Asked asked) => status switch
    {
        400 or 413 or 415 or 416 or 422 => new(MlflowErrorCode.InvalidParameter, "Correct what the message names."),
        401 => new(MlflowErrorCode.Unauthorized, LogIn),
        403 => new(MlflowErrorCode.PermissionDenied, NeedRight),
        408 => new(MlflowErrorCode.TimedOut, TryLater, IsTransient: true),
        409 => new(MlflowErrorCode.Conflict, "Use what exists, or choose another name."),
        429 => new(MlflowErrorCode.RateLimited, "Wait and try again.", IsTransient: true),
        501 => new(MlflowErrorCode.NotSupported, "The server's store lacks this."),
        // MLflow 2.x, and 3.x over S3, answer 500 for an artifact that is not there: trying again brings nothing.
        500 when asked == Asked.Artifact => new(MlflowErrorCode.ServerError, "The artifact may be missing: list the run's artifacts to see what there is. Else look at the server's log."),
        >= 500 => new(MlflowErrorCode.ServerError, TryLater, IsTransient: true),
        _ => new(MlflowErrorCode.UnexpectedAnswer, CheckAddress),
    };
}
