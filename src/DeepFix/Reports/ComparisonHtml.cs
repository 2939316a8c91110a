using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>A comparison as one HTML file: runs side by side, no script, no network, light and dark, for screen and A4.</summary>
public static class ComparisonHtml
{
    private const int MostMetricColumns = 8;

    /// <summary>Renders a comparison.</summary>
    /// <param name="result">The comparison.</param>
    public static string Render(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var content = new ComparisonContent(result);
        return HtmlDocument.Render($"{content.Title}: DeepFix report", [Header(content), Html.Element("main", Sections(content, result))]);
    }

    /// <summary>The content of a comparison for a page that has a frame of its own and shows it under <see cref="StyleSheet.OfReports"/>: its header and its sections.</summary>
    /// <param name="result">The comparison.</param>
    public static Html Content(ComparisonResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var content = new ComparisonContent(result);
        return Html.Of([Header(content), .. Sections(content, result)]);
    }

    private static Html[] Sections(ComparisonContent content, ComparisonResult result)
        => [Verdict(content), Runs(content), Explanations(content), ComparedCurves.Render(content), Changed(content), Found(content), Metrics(content), Notes(result), Provenance(content)];

    private static Html Header(ComparisonContent content)
        => Html.Element("header", Html.Element("p", "DeepFix comparison").Class("brand"), Html.Element("h1", content.Title), Html.Element("p", content.Result.Reference is { } reference ? $"Held against {content.IdOf(reference)}" : "").Class("faint"));

    private static Html Verdict(ComparisonContent content)
    {
        (string Id, string Title)[] sections = [.. Sections(content)];
        return Html.Element(
            "section",
            Html.Element("p", SafeText.Paragraph(content.Result.Summary)).Class("sentence"),
            Html.Element("nav", Html.Element("ul", sections.Select(s => Html.Element("li", HtmlDocument.Link(s.Id, s.Title))))).With("aria-label", "Contents")).Class("verdict").With("aria-label", "Verdict");
    }

    private static IEnumerable<(string Id, string Title)> Sections(ComparisonContent content)
    {
        yield return ("runs", "The runs");
        if (content.Result.Explanations.Count > 0) yield return ("explained", "What explains it");
        if (content.Result.Curves.Count > 0) yield return ("curves", "Curves");
        if (content.Result.Changed.Count > 0) yield return ("changed", "What differs");
        if (content.Findings.Count > 0) yield return ("found", "What each has");
        if (content.Metrics.Count > 0) yield return ("metrics", "At the end");
        yield return ("provenance", "How to recompute");
    }

    private static Html Runs(ComparisonContent content)
    {
        (double, double)[] all = [.. content.Runs.Select(r => r.Run.Difference).OfType<Effect>().Select(d => (d.Low, d.High))];
        return HtmlDocument.Section(
            "runs",
            "The runs, best first",
            HtmlDocument.Table(["Run", content.Result.Metric ?? "Metric", "Verdict", "Against the reference", "Its own analysis"], content.Runs.Select(r => Row(r, content, all))));
    }

    private static Html Row(NumberedRun numbered, ComparisonContent content, IReadOnlyList<(double, double)> all)
    {
        ComparedRun run = numbered.Run;
        Html difference = run.Difference is { } d
            ? Html.Of([EffectBar.Render(d.Low, d.High, all, ClassOf(run.Verdict)), Interval(d)])
            : "";
        return Html.Element(
            "tr",
            Html.Element("th", Html.Element("span", numbered.Id).Class("id"), " ", numbered.Name, numbered.HasOwnId ? Html.Element("code", SafeText.Line(run.RunId)).Class("faint own-id") : Html.Empty).With("scope", "row").With("id", numbered.Id),
            Html.Element("td", content.Result.Metric is { } metric && run.Metrics.TryGetValue(metric, out double value) ? HtmlDocument.Number(value) : "–").Class("number"),
            Html.Element("td", Html.Element("span", ComparisonText.Words(run.Verdict)).Class($"standing {ClassOf(run.Verdict)}")),
            Html.Element("td", difference).Class("number"),
            Html.Element("td", SafeText.Line(run.Diagnosis ?? "")));
    }

    private static string ClassOf(RunVerdict verdict) => verdict switch
    {
        RunVerdict.Better or RunVerdict.Reference => "better",
        RunVerdict.Worse => "worse",
        _ => "even",
    };

    private static Html Interval(Effect effect) => Html.Of([Signed(effect.Low), " to ", Signed(effect.High)]);

    private static Html Signed(double value) => value > 0 ? Html.Of(["+", HtmlDocument.Number(value)]) : HtmlDocument.Number(value);

    private static Html Explanations(ComparisonContent content)
    {
        IReadOnlyList<Explanation> explanations = content.Result.Explanations;
        if (explanations.Count == 0) return Html.Empty;
        (double, double)[] all = [.. explanations.Select(e => (e.Effect.Low, e.Effect.High))];
        return HtmlDocument.Section("explained", "What explains the difference", explanations.Select((e, i) => Explanation(e, i, all)));
    }

    private static Html Explanation(Explanation explanation, int index, IReadOnlyList<(double, double)> all)
    {
        string id = $"E{Significant.Text(index + 1)}";
        Html together = explanation.ConfoundedWith.Count == 0
            ? Html.Empty
            : Html.Element("p", $"Always moved together with {SafeText.Line(ComparisonText.Named(explanation.ConfoundedWith))}: these runs alone cannot tell them apart.");
        return Html.Element(
            "article",
            Html.Element("h3", Html.Element("span", id).Class("id"), " ", SafeText.Line(explanation.Change), ": ", ComparisonContent.Said(explanation.From), " → ", ComparisonContent.Said(explanation.To)),
            Html.Element("div", EffectBar.Render(explanation.Effect.Low, explanation.Effect.High, all, "even"), Html.Element("p", $"If it is among the reasons, it moves {SafeText.Line(explanation.Effect.Metric)} by ", Interval(explanation.Effect), ".")).Class("expected"),
            Html.Element("p", "Confidence that it is among the reasons: ", HtmlDocument.Probability(explanation.Confidence), ".").Class("faint"),
            together).Class(index == 0 ? "card first" : "card").With("id", id);
    }

    private static Html Changed(ComparisonContent content)
    {
        IReadOnlyList<Change> changed = content.Result.Changed;
        if (changed.Count == 0) return Html.Empty;
        return HtmlDocument.Section(
            "changed",
            "What differs",
            HtmlDocument.Table(["What", "Kind", "Values, and the runs that have them"], changed.Take(ComparisonContent.MostChanges).Select(c => Html.Element(
                "tr",
                Html.Element("th", SafeText.Line(c.What)).With("scope", "row"),
                Html.Element("td", ComparisonText.Kind(c.Kind)),
                Html.Element("td", content.ValuesOf(c).Select(v => Html.Element("div", Html.Element("span", v.Value).Class("number"), " ", Html.Element("span", v.Runs).Class("faint"))))))),
            changed.Count > ComparisonContent.MostChanges ? Html.Element("p", "More differs: the JSON result has all of it.").Class("faint") : Html.Empty);
    }

    private static Html Found(ComparisonContent content)
    {
        if (content.Findings.Count == 0) return Html.Empty;
        return HtmlDocument.Section(
            "found",
            "What each run has",
            HtmlDocument.Table(["Finding", "Runs"], content.Findings.Select(f => Html.Element(
                "tr",
                Html.Element("th", Knowledge.CodePages.TitleOf(f.Code)).With("scope", "row"),
                Html.Element("td", f.In.Take(40).Select(r => Html.Element("span", HtmlDocument.Link(r.Run.Id, r.Run.Id).Class("id"), " ", Html.Element("span", Word(r.Finding.Severity)).Class($"severity {Word(r.Finding.Severity)}")).Class("has")))))));
    }

    private static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    private static Html Metrics(ComparisonContent content)
    {
        if (content.Metrics.Count == 0) return Html.Empty;
        NumberedRun[] shown = [.. content.Runs.Take(MostMetricColumns)];
        return HtmlDocument.Section(
            "metrics",
            "Metrics at the end",
            HtmlDocument.Table(["Metric", .. shown.Select(r => r.Id)], content.Metrics.Take(40).Select(m => Html.Element(
                "tr",
                [Html.Element("th", SafeText.Line(m)).With("scope", "row"), .. shown.Select(r => Html.Element("td", r.Run.Metrics.TryGetValue(m, out double value) ? HtmlDocument.Number(value) : "–").Class("number"))]))),
            content.Runs.Count > shown.Length ? Html.Element("p", "The best runs; the JSON result has all.").Class("faint") : Html.Empty);
    }

    private static Html Notes(ComparisonResult result)
        => result.Warnings.Count == 0 ? Html.Empty : HtmlDocument.Section("notes", "Notes", Html.Element("ul", result.Warnings.Take(100).Select(w => Html.Element("li", SafeText.Line(w)))));

    private static Html Provenance(ComparisonContent content) => HtmlDocument.Section(
        "provenance",
        "How to recompute this comparison",
        Html.Element("pre", Html.Element("code", content.Command)).With("tabindex", "0"),
        HtmlDocument.Pairs(content.Facts));
}
