using DeepFix.Verification;

namespace DeepFix.Cli.Verify;

/// <summary>What came of recomputing a result.</summary>
/// <param name="RunId">The run that it was recomputed from.</param>
/// <param name="Numbers">Numbers that the second implementation computed from the run's raw artifacts.</param>
/// <param name="Differences">Where the result is not what the run gives.</param>
/// <param name="WhyNotWhole">Why the rest of the result could not be computed again; null where it was.</param>
internal sealed record Verified(string RunId, VerificationReport Numbers, IReadOnlyList<ResultDifference> Differences, string? WhyNotWhole)
{
    public bool IsConfirmed => Differences.Count == 0 && WhyNotWhole is null;

    public int Confirmed => Numbers.Numbers.Count(n => n.Verdict == CheckVerdict.Confirmed);
}
