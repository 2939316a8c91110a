namespace DeepFix.Server.Idempotency;

/// <summary>Where the request under an idempotency key stands.</summary>
internal enum KeptAnswerState
{
    /// <summary>It is being worked on; repeats wait for it.</summary>
    Running,

    /// <summary>It was answered well: repeats get this answer.</summary>
    Kept,

    /// <summary>It was refused or failed: those who waited get the same answer, the next request begins anew.</summary>
    Refused,

    /// <summary>Its caller hung up before there was an answer: the next request begins anew, and so does the first of those who waited.</summary>
    Released,
}
