namespace DeepFix.Reports;

/// <summary>The report's page for whoever decides and does not train.</summary>
internal static class StakeholderSection
{
    public static Html Render(ReportContent content)
    {
        var words = StakeholderWords.Of(content);
        return words.Count == 0
            ? Html.Empty
            : HtmlDocument.Section("plain", "In plain words", Html.Element("dl", words.Select(w => Html.Element("div", Html.Element("dt", w.Question), Html.Element("dd", [w.Answer, .. w.Ids.SelectMany(id => new[] { " ", HtmlDocument.Link(id, id).Class("id") })])))).Class("plain"));
    }
}
