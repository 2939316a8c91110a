using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>What a failure of MLflow means to the caller of an analysis.</summary>
public static class MlflowFailure
{
    /// <summary>The contract's error for a failure of the client.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="trackingUri">The tracking URI, without credentials.</param>
    /// <param name="runId">The run that was asked for.</param>
    /// <param name="timeout">The time that the fetch was given.</param>
    public static DeepFixException ToDeepFix(MlflowException failure, string trackingUri, string runId, TimeSpan timeout) => failure.Code switch
    {
        MlflowErrorCode.RunNotFound or MlflowErrorCode.ExperimentNotFound => new DeepFixException(ErrorCode.RunNotFound, $"MLflow at {trackingUri} has no run '{runId}'.", failure.Remedy, Where(trackingUri, runId), failure),
        MlflowErrorCode.ArtifactNotFound => new DeepFixException(ErrorCode.ArtifactNotFound, failure.Message, failure.Remedy, Where(trackingUri, runId), failure),
        MlflowErrorCode.HostNotAllowed or MlflowErrorCode.RedirectRefused => new DeepFixException(ErrorCode.Forbidden, failure.Message, failure.Remedy, Where(trackingUri, runId), failure),
        MlflowErrorCode.ConnectionFailed or MlflowErrorCode.TimedOut => Unreachable(trackingUri, timeout, failure, null, null),
        MlflowErrorCode.StoreUnreadable => Unreadable(trackingUri, timeout, failure),
        MlflowErrorCode.NameNotResolved or MlflowErrorCode.CertificateRefused => Unreachable(trackingUri, timeout, failure, failure.Remedy, false),
        MlflowErrorCode.UnsupportedUri => new DeepFixException(ErrorCode.ValidationError, $"Invalid request: {failure.Message}", failure.Remedy, Invalid(trackingUri), failure),
        _ => new DeepFixException(ErrorCode.MlflowError, failure.Message, failure.Remedy, Answered(failure, trackingUri), failure),
    };

    /// <summary>A fetch that ran out of time.</summary>
    public static DeepFixException TimedOut(string trackingUri, TimeSpan timeout, Exception inner) => Unreachable(trackingUri, timeout, inner, null, null);

    private static DeepFixException Unreachable(string trackingUri, TimeSpan timeout, Exception inner, string? suggestion, bool? retryable)
    {
        var details = new JsonObject { ["tracking_uri"] = trackingUri, ["timeout"] = Seconds(timeout) };
        if (retryable is { } stated) details["retryable"] = stated;
        return new DeepFixException(ErrorCode.MlflowConnectionError, $"Unable to connect to MLflow tracking server at {trackingUri}", suggestion ?? "Check MLflow server is running and accessible", details, inner);
    }

    // A store on disk is no server that could be down.
    private static DeepFixException Unreadable(string trackingUri, TimeSpan timeout, MlflowException failure)
        => new(ErrorCode.MlflowConnectionError, failure.Message, failure.Remedy, new JsonObject { ["tracking_uri"] = trackingUri, ["timeout"] = Seconds(timeout), ["retryable"] = failure.IsTransient }, failure);

    // The milliseconds that went by before the fetch began are nobody's setting.
    private static double Seconds(TimeSpan timeout) => timeout.TotalSeconds >= 10 ? Math.Round(timeout.TotalSeconds) : Significant.Round(timeout.TotalSeconds);

    private static JsonObject Where(string trackingUri, string runId) => new() { ["run_id"] = runId, ["tracking_uri"] = trackingUri };

    private static JsonObject Invalid(string trackingUri) => new() { ["field"] = "mlflow_tracking_uri", ["constraint"] = "supported tracking URI", ["provided"] = trackingUri };

    private static JsonObject Answered(MlflowException failure, string trackingUri)
    {
        var details = new JsonObject { ["tracking_uri"] = trackingUri, ["status"] = failure.HttpStatus, ["error_code"] = failure.ServerErrorCode };
        // A refusal stays a refusal, however often it is asked for; 408 and 429 are the server's way of saying "later".
        if (failure.HttpStatus is >= 400 and < 500 and not (408 or 429)) details["retryable"] = false;
        return details;
    }
}
