namespace DeepFix.Reports;

/// <summary>The top of a report: which run, and the verdict in one sentence.</summary>
internal static class HeadSection
{
    public static Html Header(ReportContent content)
    {
        string state = content.Result.RunStatus is { } status and not "FINISHED" ? SafeText.Line(status) : "";
        return Html.Element(
            "header",
            Html.Element("p", "DeepFix report").Class("brand"),
            Html.Element("h1", content.Title),
            Html.Element("p", Html.Element("span", "run "), Html.Element("code", SafeText.Line(content.Result.RunId)), state.Length > 0 ? Html.Element("span", state).Class("state") : Html.Empty).Class("faint"));
    }

    public static Html Verdict(ReportContent content)
    {
        string kind = content.Verdict.Kind switch
        {
            VerdictKind.Clean => "clean",
            VerdictKind.NothingToJudge => "open",
            VerdictKind.Fault when content.Verdict.Severity is Severity.Medium or Severity.Low => "medium",
            _ => "fault",
        };
        return Html.Element(
            "section",
            Html.Element("p", content.Sentence).Class("sentence"),
            Suggestion(content) is { Length: > 0 } suggestion ? Html.Element("p", suggestion) : Html.Empty,
            Html.Element("nav", Html.Element("ul", Contents(content).Select(c => Html.Element("li", HtmlDocument.Link(c.Id, c.Title))))).With("aria-label", "Contents"))
            .Class($"verdict {kind}").With("aria-label", "Verdict");
    }

    private static string Suggestion(ReportContent content)
        => content.Result.Error?.Details["suggestion"] is System.Text.Json.Nodes.JsonValue text && text.TryGetValue(out string? said) ? SafeText.Line(said) : "";

    private static IEnumerable<(string Id, string Title)> Contents(ReportContent content)
    {
        if (content.Result.ActionPlan.Count > 0) yield return ("actions", "What to do");
        if (content.Findings.Count > 0) yield return ("findings", "What was found");
        if (content.PostMortem is not null) yield return ("course", CourseSection.Heading);
        if (content.Clean.Count > 0) yield return ("clean", "Checked and clean");
        if (content.NotAssessed.Count > 0) yield return ("not-assessed", "Not judged");
        if (content.Parameters.Count + content.Data.Count > 0) yield return ("settings", "Parameters and data");
        yield return ("provenance", "How to recompute");
    }
}
