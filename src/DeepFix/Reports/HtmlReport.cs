using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>A result as one HTML file: no script, no network, light and dark, for screen and A4. What comes from the run is escaped by type.</summary>
public static class HtmlReport
{
    /// <summary>Renders a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, where the result has none.</param>
    /// <param name="where">The tracking URI without credentials, for the commands that recompute the report; null for a folder.</param>
    public static string Render(AnalysisResult result, string? name = null, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        var content = ReportContent.Of(result, name, where);
        return HtmlDocument.Render($"{content.Title}: DeepFix report", Body(content));
    }

    /// <summary>The content of a report for a page that has a frame of its own and shows it under <see cref="StyleSheet.OfReports"/>: its header and its sections.</summary>
    /// <param name="result">The result.</param>
    /// <param name="name">The run's name, where the result has none.</param>
    /// <param name="where">The tracking URI without credentials; null for a folder.</param>
    public static Html Content(AnalysisResult result, string? name = null, string? where = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Html.Of(Sections(ReportContent.Of(result, name, where), static sections => Html.Of(sections)));
    }

    private static IEnumerable<Html> Body(ReportContent content) => Sections(content, static sections => Html.Element("main", sections));

    private static IEnumerable<Html> Sections(ReportContent content, Func<IEnumerable<Html>, Html> frame)
    {
        IReadOnlyList<CurveFamily> families = CurveFamily.Of(content.Result.Curves);
        var chart = new CurveChart(families, content.Axis);
        var findings = new FindingSection(content, families, chart);
        return [
            families.Count > 0 ? chart.Paths() : Html.Empty,
            HeadSection.Header(content),
            frame([
                HeadSection.Verdict(content),
                StakeholderSection.Render(content),
                ActionSection.Render(content),
                findings.Render(),
                CourseSection.Render(content),
                CurvesSection(families, chart),
                RunSection.Checked(content),
                RunSection.NotAssessed(content),
                RunSection.Settings(content),
                RunSection.Notes(content),
                ProvenanceSection.Render(content)])];
    }

    private static Html CurvesSection(IReadOnlyList<CurveFamily> families, CurveChart chart)
        => families.Count == 0
            ? Html.Empty
            : HtmlDocument.Section("curves", "The run at a glance", Html.Element("div", families.Select(f => chart.Render(f, ChartEvidence.None, height: 96))).Class("glance"));
}
