namespace DeepFix.Reports;

/// <summary>The frame of every HTML report: one file that asks for nothing.</summary>
internal static class HtmlDocument
{
    public static string Render(string title, IEnumerable<Html> body)
        => "<!DOCTYPE html>\n" + Html.Element(
            "html",
            Html.Element(
                "head",
                Html.Element("meta").With("charset", "utf-8"),
                Html.Element("meta").With("http-equiv", "Content-Security-Policy").With("content", StyleSheet.OfReports.Policy),
                Html.Element("meta").With("name", "viewport").With("content", "width=device-width, initial-scale=1"),
                Html.Element("meta").With("name", "color-scheme").With("content", "light dark"),
                Html.Element("title", title),
                Html.Style(StyleSheet.OfReports)),
            Html.Element("body", body)).With("lang", "en") + "\n";

    /// <summary>A section with its heading.</summary>
    public static Html Section(string id, string heading, params IEnumerable<Html> content)
        => Html.Element("section", [Html.Element("h2", heading).With("id", $"{id}-heading"), .. content]).With("id", id).With("aria-labelledby", $"{id}-heading");

    /// <summary>A link to a place in the same document.</summary>
    public static Html Link(string id, Html text) => Html.Element("a", text).With("href", "#" + id);

    /// <summary>A probability as shown, with the exact one beside it for programs.</summary>
    public static Html Probability(double value) => Html.Element("data", Sureness.Text(value)).With("value", Significant.Text(value, 6));

    /// <summary>A number in three digits, with the exact one beside it for programs.</summary>
    public static Html Number(double value) => Html.Element("data", Significant.Text(value, 3)).With("value", Significant.Text(value, 6));

    /// <summary>A table that a narrow screen scrolls by itself.</summary>
    public static Html Table(IEnumerable<string> heads, IEnumerable<Html> rows) => Html.Element(
        "div",
        Html.Element("table", Html.Element("thead", Html.Element("tr", heads.Select(h => Html.Element("th", SafeText.Line(h)).With("scope", "col")))), Html.Element("tbody", rows)).Class("compared")).Class("scrolls").With("tabindex", "0");

    /// <summary>A list of names and values.</summary>
    public static Html Pairs(IEnumerable<KeyValuePair<string, string>> pairs)
        => Html.Element("dl", pairs.Select(p => Html.Element("div", Html.Element("dt", SafeText.Line(p.Key)), Html.Element("dd", SafeText.Line(p.Value))))).Class("pairs");
}
