namespace DeepFix.Server.Knowledge;

/// <summary>How much is kept, and for how long.</summary>
/// <param name="MaxEntries">Answers at most.</param>
/// <param name="MaxBytes">Bytes of all answers at most, as they are sent.</param>
/// <param name="Life">How long an answer is kept.</param>
internal sealed record CacheLimits(int MaxEntries, long MaxBytes, TimeSpan Life)
{
    /// <summary>The limits of the contract.</summary>
    public static CacheLimits Default { get; } = new(1_000, 1L << 30, TimeSpan.FromHours(24));
}
