using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>A root cause with the findings that are told under it.</summary>
/// <param name="Id">C1, C2, …, most likely first.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Findings">Its own finding and those that it explains, each told once in a report.</param>
/// <param name="ToldBefore">Findings that it explains too, and that an earlier cause told.</param>
internal sealed record CauseGroup(string Id, RootCause Cause, IReadOnlyList<NumberedFinding> Findings, IReadOnlyList<NumberedFinding> ToldBefore)
{
    /// <summary>The group of a cause; codes that it tells are added to those told so far.</summary>
    public static CauseGroup Of(string id, RootCause cause, IReadOnlyList<NumberedFinding> findings, HashSet<string> told)
    {
        NumberedFinding[] all = [.. findings.Where(f => f.Finding.Code == cause.Code), .. findings.Where(f => f.Finding.Code != cause.Code && cause.Explains.Contains(f.Finding.Code, StringComparer.Ordinal))];
        NumberedFinding[] first = [.. all.Where(f => told.Add(f.Finding.Code))];
        return new CauseGroup(id, cause, first, [.. all.Except(first)]);
    }
}
