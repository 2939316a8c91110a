using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>Findings by root cause, each with its evidence: drawn into the curves, and number by number beside its limit.</summary>
internal sealed class FindingSection(ReportContent content, IReadOnlyList<CurveFamily> families, CurveChart chart)
{
    private const int MaxCharts = 2;

    public Html Render()
    {
        if (content.Findings.Count == 0 && content.Causes.Count == 0) return Html.Empty;
        return HtmlDocument.Section("findings", "What was found, and why", [.. content.Causes.Select(Cause), .. Others()]);
    }

    private Html Cause(CauseGroup group) => Html.Element(
        "div",
        [
            Html.Element(
                "div",
                Html.Element("h3", Html.Element("span", group.Id).Class("id"), " ", "Cause: ", SafeText.Line(group.Cause.Title)),
                Html.Element("p", ["Confidence ", HtmlDocument.Probability(group.Cause.Confidence), ". ", .. Explains(group)]).Class("faint")).Class("cause-head").With("id", group.Id),
            .. group.Findings.Select(Finding)]).Class("cause");

    private static IEnumerable<Html> Explains(CauseGroup group)
    {
        NumberedFinding[] explained = [.. group.Findings.Concat(group.ToldBefore).Where(f => f.Finding.Code != group.Cause.Code)];
        if (explained.Length == 0) return [];
        return ["Explains ", .. explained.SelectMany((f, i) => new[] { i == 0 ? "" : ", ", HtmlDocument.Link(f.Id, $"{f.Id} {VerdictSentence.Within(f.Title)}") }), "."];
    }

    private IEnumerable<Html> Others()
    {
        if (content.Others.Count == 0) return [];
        string heading = content.Causes.Count > 0 ? "Also found" : "Found, without a common cause";
        return [Html.Element("div", [Html.Element("div", Html.Element("h3", heading)).Class("cause-head"), .. content.Others.Select(Finding)]).Class("cause")];
    }

    private Html Finding(NumberedFinding numbered)
    {
        Finding finding = numbered.Finding;
        string severity = finding.Severity.ToString().ToLowerInvariant();
        return Html.Element(
            "article",
            Html.Element("h4", Html.Element("span", numbered.Id).Class("id"), " ", numbered.Title, " ", Html.Element("span", severity).Class($"severity {severity}")),
            Html.Element("p", SafeText.Paragraph(finding.Description)),
            Html.Element("div", Charts(finding)).Class("charts"),
            EvidenceTable(finding),
            numbered.Recommendation is { } advice ? Html.Element("p", Html.Element("strong", "Remedy: "), SafeText.Paragraph(advice.Action), " ", SafeText.Paragraph(advice.Rationale)) : Html.Empty,
            Html.Element("p", Html.Element("code", finding.Code), " · ", finding.Kind.ToString().ToLowerInvariant(), " · confidence that it is so: ", HtmlDocument.Probability(finding.Confidence)).Class("faint"))
            .Class("card").With("id", numbered.Id);
    }

    private IEnumerable<Html> Charts(Finding finding)
        => families.Select(f => (Family: f, Evidence: ChartEvidence.Of(finding, f))).Where(f => f.Evidence.Items.Count > 0)
            .Take(MaxCharts).Select(f => chart.Render(f.Family, f.Evidence));

    private Html EvidenceTable(Finding finding) => finding.EvidenceItems.Count == 0 ? Html.Empty : Html.Element(
        "table",
        Html.Element("thead", Html.Element("tr", new[] { "Measured", "Value", "Limit", "", "Where" }.Select(h => h.Length == 0 ? Html.Element("td") : Html.Element("th", h).With("scope", "col")))),
        Html.Element("tbody", finding.EvidenceItems.Select(Row))).Class("evidence");

    private Html Row(Evidence item)
    {
        string limit = item.Limit is { } bound ? $"{(item.Side == LimitSide.AtLeast ? "at least" : "at most")} {Significant.Text(bound, 6)}" : "";
        string unit = item.Unit is { Length: > 0 } u ? $" {u}" : "";
        string where = string.Join(" · ", new[] { EpochAxis.Text(content.Axis, item.FromStep, item.ToStep), item.Source ?? item.Series ?? "" }.Where(p => p.Length > 0));
        return Html.Element(
            "tr",
            Html.Element("td", SafeText.Paragraph(item.Measure)),
            Html.Element("td", Html.Element("span", Significant.Text(item.Value, 6)).Class(item.CrossesLimit ? "crossed" : "kept"), unit).Class("number"),
            Html.Element("td", limit).Class("number bound"),
            Html.Element("td", Gauge.Render(item)),
            Html.Element("td", where).Class("faint"));
    }
}
