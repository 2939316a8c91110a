namespace DeepFix.Api;

/// <summary>Every way in which a request can be refused or fail. <see cref="ErrorCodes"/> has the table: wire name, status, whether a retry can help.</summary>
public enum ErrorCode
{
    /// <summary>The request is malformed.</summary>
    ValidationError,

    /// <summary>No or an unknown API key.</summary>
    Unauthorized,

    /// <summary>Not allowed: the tracking host is not on the operator's list.</summary>
    Forbidden,

    /// <summary>MLflow knows no such run.</summary>
    RunNotFound,

    /// <summary>The run has no such artifact.</summary>
    ArtifactNotFound,

    /// <summary>No such request, or not yours.</summary>
    RequestNotFound,

    /// <summary>The request is over and its result no longer kept.</summary>
    RequestExpired,

    /// <summary>The request was cancelled.</summary>
    RequestCancelled,

    /// <summary>The request is over: there is nothing left to cancel.</summary>
    RequestFinished,

    /// <summary>The idempotency key came before with another body.</summary>
    IdempotencyConflict,

    /// <summary>The body is too large.</summary>
    PayloadTooLarge,

    /// <summary>Too many requests at once.</summary>
    RateLimitExceeded,

    /// <summary>MLflow is out of reach, or the fetch ran out of time.</summary>
    MlflowConnectionError,

    /// <summary>MLflow answered with an error.</summary>
    MlflowError,

    /// <summary>Everything was fetched, and not one agent finished in time.</summary>
    AnalysisTimeout,

    /// <summary>A fault of the server's own.</summary>
    InternalServerError,

    /// <summary>The server has no such route.</summary>
    NotFound,

    /// <summary>The route does not take this HTTP method.</summary>
    MethodNotAllowed,
}
