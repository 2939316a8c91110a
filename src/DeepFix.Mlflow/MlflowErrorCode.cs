namespace DeepFix.Mlflow;

/// <summary>In which way MLflow, a store or an artifact repository failed.</summary>
public enum MlflowErrorCode
{
    /// <summary>Nobody answers at host and port, or the connection broke.</summary>
    ConnectionFailed,

    /// <summary>The host's name does not resolve.</summary>
    NameNotResolved,

    /// <summary>The certificate was refused.</summary>
    CertificateRefused,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Not logged in, or a wrong password or token.</summary>
    Unauthorized,

    /// <summary>Logged in, but without the right.</summary>
    PermissionDenied,

    /// <summary>The server's host-header check refused the request: a setting of the server, not a matter of credentials.</summary>
    HostHeaderRefused,

    /// <summary>The host is not on the allow-list, or its address may not be connected to.</summary>
    HostNotAllowed,

    /// <summary>The answer pointed to another host.</summary>
    RedirectRefused,

    /// <summary>No such run, or it was deleted for good.</summary>
    RunNotFound,

    /// <summary>No such experiment.</summary>
    ExperimentNotFound,

    /// <summary>No such artifact.</summary>
    ArtifactNotFound,

    /// <summary>The request is malformed in MLflow's eyes.</summary>
    InvalidParameter,

    /// <summary>It exists already, or conflicts with what exists.</summary>
    Conflict,

    /// <summary>Too many requests.</summary>
    RateLimited,

    /// <summary>The server switched the feature off, or is of a kind that lacks it.</summary>
    NotSupported,

    /// <summary>The server failed.</summary>
    ServerError,

    /// <summary>The answer is not what MLflow answers: HTML, a login page, cut or broken JSON.</summary>
    UnexpectedAnswer,

    /// <summary>The artifacts exceed the limits on size, count or time.</summary>
    LimitExceeded,

    /// <summary>The store on disk cannot be read: missing, locked, damaged, or of an unknown schema.</summary>
    StoreUnreadable,

    /// <summary>The URI's scheme is not supported, or the URI is malformed.</summary>
    UnsupportedUri,
}
