namespace DeepFix.Verification;

/// <summary>All numbers of a result that speak of the run, each with its verdict.</summary>
/// <param name="Numbers">In the order of the result: evidence by finding, the texts of evidence, then curves.</param>
public sealed record VerificationReport(IReadOnlyList<CheckedNumber> Numbers)
{
    /// <summary>Whether every number is confirmed.</summary>
    public bool IsWhole => Numbers.All(n => n.Verdict == CheckVerdict.Confirmed);

    /// <summary>The numbers that are not confirmed.</summary>
    public IEnumerable<CheckedNumber> Doubtful => Numbers.Where(n => n.Verdict != CheckVerdict.Confirmed);
}
