using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>What to do, the first thing largest, each with what it brought in measured runs.</summary>
internal static class ActionSection
{
    public static string IdOf(PlannedAction action) => $"A{Significant.Text(action.Rank)}";

    public static Html Render(ReportContent content)
    {
        IReadOnlyList<PlannedAction> plan = content.Result.ActionPlan;
        if (plan.Count == 0) return Html.Empty;
        ExpectedEffect[] effects = [.. plan.Select(a => a.ExpectedEffect).OfType<ExpectedEffect>()];
        return HtmlDocument.Section(
            "actions",
            "What to do first",
            [Action(plan[0], content, effects).Class("card first"), .. plan.Skip(1).Select(a => Action(a, content, effects).Class("card"))]);
    }

    /// <summary>What an effect says, in a sentence.</summary>
    public static string EffectText(ExpectedEffect effect)
        => $"helped in {Significant.Text(effect.Helped)} of {Significant.Text(effect.OfRuns)} measured runs of this pattern; the middle half gained {Significant.Text(effect.Low, 6)} to {Significant.Text(effect.High, 6)} {SafeText.Line(effect.Metric)}";

    /// <summary>The rationale, without the count of runs that the effect gives already.</summary>
    public static string Rationale(PlannedAction action)
        => action.ExpectedEffect is { } e && SafeText.Line(action.Rationale).Split($" It helped in {Significant.Text(e.Helped)} of {Significant.Text(e.OfRuns)} measured runs") is [var why, _] ? why : SafeText.Line(action.Rationale);

    private static Html Action(PlannedAction action, ReportContent content, IReadOnlyList<ExpectedEffect> effects) => Html.Element(
        "article",
        Html.Element("h3", Html.Element("span", IdOf(action)).Class("id"), " ", SafeText.Line(action.Action)),
        action.ExpectedEffect is { } effect
            ? Html.Element("div", EffectBar.Render(effect, effects), Html.Element("p", "Expected: ", EffectText(effect), ".")).Class("expected")
            : Html.Element("p", "What it brings was not measured on runs of this pattern.").Class("faint"),
        Html.Element("p", Rationale(action)),
        action.Parameters.Count > 0 ? HtmlDocument.Pairs(action.Parameters.Select(p => KeyValuePair.Create(p.Key, JsonText.Of(p.Value)))) : Html.Empty,
        Html.Element("p", ["Confidence that it helps: ", HtmlDocument.Probability(action.Confidence), ". ", .. Addresses(action, content)]).Class("faint"))
        .With("id", IdOf(action));

    private static IEnumerable<Html> Addresses(PlannedAction action, ReportContent content)
    {
        string[] ids = [.. action.Addresses.Select(content.IdOf).OfType<string>()];
        return ids.Length == 0 ? [] : ["Addresses", .. ids.SelectMany(id => new[] { " ", HtmlDocument.Link(id, id).Class("id") }), "."];
    }
}
