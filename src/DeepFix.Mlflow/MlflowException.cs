namespace DeepFix.Mlflow;

/// <summary>The one exception of this package. Names the host, what failed and what to do; never a secret, nor a query string.</summary>
/// <param name="code">In which way it failed.</param>
/// <param name="message">What failed, with the host.</param>
/// <param name="remedy">What to do about it.</param>
/// <param name="isTransient">Whether the same call may succeed later.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class MlflowException(MlflowErrorCode code, string message, string remedy, bool isTransient = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>In which way it failed.</summary>
    public MlflowErrorCode Code => code;

    /// <summary>What to do about it, in a sentence.</summary>
    public string Remedy => remedy;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsTransient => isTransient;

    /// <summary>Host and port that failed; null for a store on disk.</summary>
    public string? Host { get; init; }

    /// <summary>The HTTP status that was answered, if any.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The <c>error_code</c> that MLflow answered, if any.</summary>
    public string? ServerErrorCode { get; init; }

    /// <summary>Whether nothing was sent, because the host did not answer a moment ago.</summary>
    internal bool IsLeftAlone { get; init; }

    /// <summary>How long the server asked to wait, if it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
