namespace DeepFix.Reports;

/// <summary>What was checked and clean, what could not be judged, and what the run declared.</summary>
internal static class RunSection
{
    public static Html Checked(ReportContent content)
        => content.Clean.Count == 0
            ? Html.Empty
            : HtmlDocument.Section("clean", "Checked and clean", Html.Element("p", "Looked for and not there:").Class("faint"), Html.Element("ul", content.Clean.Select(c => Html.Element("li", SafeText.Line(c)))).Class("columns ticks"));

    public static Html NotAssessed(ReportContent content)
        => content.NotAssessed.Count == 0
            ? Html.Empty
            : HtmlDocument.Section("not-assessed", "Not judged, and what to log next time", content.NotAssessed.Select(Advice));

    public static Html Settings(ReportContent content)
    {
        if (content.Parameters.Count + content.Data.Count == 0) return Html.Empty;
        return HtmlDocument.Section("settings", "Parameters and data", Pairs("Parameters, as declared", content.Parameters), Pairs("Data", content.Data));
    }

    public static Html Notes(ReportContent content)
        => content.Result.Warnings.Count == 0
            ? Html.Empty
            : HtmlDocument.Section("notes", "Notes", Html.Element("ul", content.Result.Warnings.Select(w => Html.Element("li", SafeText.Line(w)))));

    private static Html Pairs(string heading, IReadOnlyList<KeyValuePair<string, string>> pairs)
        => pairs.Count == 0 ? Html.Empty : Html.Of([Html.Element("h3", heading), HtmlDocument.Pairs(pairs)]);

    private static Html Advice(LoggingAdvice advice) => Html.Element(
        "div",
        advice.ToLog is { } log ? Html.Element("h3", SafeText.Line(log)) : Html.Element("h3", "Nothing to log would help"),
        Reason(advice),
        Html.Element("ul", advice.Unjudged.Select(u => Html.Element("li", u.Title, advice.CommonReason is null ? Html.Element("span", ": ", SafeText.Line(u.Because)).Class("faint") : Html.Empty))).Class(advice.CommonReason is null ? "" : "columns")).Class("advice");

    private static Html Reason(LoggingAdvice advice) => advice.CommonReason is { } because ? Html.Element("p", SafeText.Line(because), " Open:").Class("faint") : Html.Empty;
}
