using System.Globalization;
using System.Text;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>The verdicts of several runs, a line each.</summary>
internal static class Overview
{
    private const int MaxTitleWidth = 40;

    public static string Render(IReadOnlyList<Outcome> outcomes, Palette palette)
    {
        var text = new StringBuilder();
        text.Append(palette.Strong(Count(outcomes))).Append('\n');
        string[] titles = [.. outcomes.Select(o => Cut(SafeText.Line(o.Title)))];
        int width = titles.Max(t => t.Length);
        foreach ((Outcome outcome, string title) in outcomes.Zip(titles))
            text.Append("  ").Append(title.PadRight(width)).Append("  ").Append(Said(outcome, palette)).Append('\n');
        return text.ToString();
    }

    private static string Said(Outcome outcome, Palette palette)
        => outcome.Failure is { } failure ? palette.High($"✗ no result: {SafeText.Line(failure.Message)}") : Verdict.Of(outcome.Result).Render(palette);

    private static string Count(IReadOnlyList<Outcome> outcomes)
    {
        var kinds = outcomes.CountBy(o => o.Failure is null ? Verdict.Of(o.Result).Kind : VerdictKind.NoResult).ToDictionary();
        string[] parts = [
            .. Part(VerdictKind.Fault, "with a fault"), .. Part(VerdictKind.Clean, "without"),
            .. Part(VerdictKind.NothingToJudge, "with nothing to judge"), .. Part(VerdictKind.NoResult, "without a result")];
        return string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count} {(outcomes.Count == 1 ? "run" : "runs")}: {string.Join(", ", parts)}");

        IEnumerable<string> Part(VerdictKind kind, string words)
            => kinds.TryGetValue(kind, out int count) ? [string.Create(CultureInfo.InvariantCulture, $"{count} {words}")] : [];
    }

    private static string Cut(string title) => title.Length <= MaxTitleWidth ? title : title[..(MaxTitleWidth - 1)] + "…";
}
