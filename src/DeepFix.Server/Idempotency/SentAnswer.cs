namespace DeepFix.Server.Idempotency;

/// <summary>An answer as it was sent.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="ContentType">The form of its body.</param>
/// <param name="Location">Its header of that name.</param>
/// <param name="RetryAfter">Its header of that name.</param>
/// <param name="Body">Its body.</param>
internal sealed record SentAnswer(int Status, string? ContentType, string? Location, string? RetryAfter, string Body)
{
    /// <summary>Whether a repeat is to get it too: an error never is kept, so that a retry runs anew.</summary>
    public bool IsWell => Status is >= 200 and < 300;
}
