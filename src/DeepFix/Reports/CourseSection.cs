namespace DeepFix.Reports;

/// <summary>The run over time: when it went wrong, and what stopping earlier would have saved.</summary>
internal static class CourseSection
{
    /// <summary>The section's heading, in both forms of the report.</summary>
    public const string Heading = "The run over time";

    /// <summary>The questions that it answers.</summary>
    public const string WhenQuestion = "When did it go wrong?", SavedQuestion = "What would stopping earlier have saved?";

    public static Html Render(ReportContent content)
    {
        if (content.PostMortem is not { } course) return Html.Empty;
        return HtmlDocument.Section(
            "course",
            Heading,
            Html.Element("dl", [Answer(WhenQuestion, course.Began), course.Saved is { } saved ? Answer(SavedQuestion, saved) : Html.Empty]).Class("plain"),
            course.Moments.Count == 0 ? Html.Empty : Html.Element("ol", course.Moments.Select(m => Moment(m, content))).Class("moments"));
    }

    private static Html Answer(string question, string answer) => Html.Element("div", Html.Element("dt", question), Html.Element("dd", answer));

    private static Html Moment(RunMoment moment, ReportContent content) => Html.Element(
        "li",
        Html.Element("span", EpochAxis.Text(content.Axis, moment.Step)).Class("when"),
        Html.Element("span", [moment.What, .. moment.FindingId is { } id ? new[] { " ", HtmlDocument.Link(id, id).Class("id") } : []]).Class(moment.FindingId is null ? "what" : "what trouble"));
}
