using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>What one attempt met: an answer of ours, an answer of somebody else, or none.</summary>
internal sealed record Answer
{
    /// <summary>HTTP status; null where no whole answer came.</summary>
    public int? Status { get; init; }

    /// <summary>What was asked for; null where something else came.</summary>
    public object? Value { get; init; }

    /// <summary>The refusal, where it is one of ours.</summary>
    public ErrorResponse? Error { get; init; }

    /// <summary>How long the server asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why no whole answer came, as the end of a sentence.</summary>
    public string? Fault { get; init; }

    /// <summary>The cause of the fault.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The clock's timestamp since which there was no connection, or no progress of an answer that had begun.</summary>
    public long AbsentSince { get; init; }

    /// <summary>The call's own time was over: no time is left for another attempt.</summary>
    public bool IsPastDeadline { get; init; }

    /// <summary>Whether another attempt may succeed: as the answer itself says, else as its status does. A success that cannot be read counts as a broken line.</summary>
    public bool IsRetryable(RetryConfig retry)
    {
        if (Value is not null || IsPastDeadline) return false;
        if (Error?.Details["retryable"] is System.Text.Json.Nodes.JsonValue stated && stated.TryGetValue(out bool retryable)) return retryable;
        return Status is null or (>= 200 and < 300) || retry.RetryableStatuses.Contains(Status.Value);
    }
}
