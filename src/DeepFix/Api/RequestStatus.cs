namespace DeepFix.Api;

/// <summary>How far an accepted request is.</summary>
public sealed record RequestStatus
{
    /// <summary>Id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>Id of the run.</summary>
    public required string RunId { get; init; }

    /// <summary>Where it stands.</summary>
    public required RequestState Status { get; init; }

    /// <summary>What is being done: <c>fetching</c>, <c>parsing</c>, <c>analyzing</c>, <c>integrating</c>, <c>advising</c>, <c>done</c>; null before it began.</summary>
    public string? Stage { get; init; }

    /// <summary>How much is done, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>When it was accepted, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work on it first began, UTC; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed, in a sentence.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Why it failed, for programs.</summary>
    public RequestError? Error { get; init; }

    /// <summary>Whether it has ended, in whatever way: asking again changes nothing.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsFinished => Status is not (RequestState.Queued or RequestState.Running);
}
