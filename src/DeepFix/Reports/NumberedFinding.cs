namespace DeepFix.Reports;

/// <summary>A finding with its id in a report.</summary>
/// <param name="Id">F1, F2, …, gravest first.</param>
/// <param name="Finding">The finding.</param>
/// <param name="Recommendation">What to do about it.</param>
internal sealed record NumberedFinding(string Id, Finding Finding, Recommendation? Recommendation)
{
    public string Title => Knowledge.CodePages.TitleOf(Finding.Code);
}
