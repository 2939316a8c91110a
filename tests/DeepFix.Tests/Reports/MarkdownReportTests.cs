using System.Text.RegularExpressions;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Tests.Reports;

public sealed partial class MarkdownReportTests
{
    [Fact]
    public void Names_from_a_run_are_neither_markup_nor_links_nor_cells()
    {
        string text = MarkdownReport.Render(SomeResult.With(SomeResult.Hostile));
        string outsideCode = Code().Replace(text.Replace("\\`", "", StringComparison.Ordinal), "");
        outsideCode.Split('\n').Where(l => l.Contains('<', StringComparison.Ordinal)).ShouldBeEmpty();
        Links().Count(outsideCode).ShouldBe(0);
        foreach (string row in outsideCode.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && l.Contains("205153", StringComparison.Ordinal)))
            UnescapedBars().Count(row).ShouldBe(5);
        text.ShouldNotContain('\u202e');
    }

    [Fact]
    public void It_has_the_sections_and_ids_of_the_html_report()
    {
        AnalysisResult result = SomeResult.With("run");
        string text = MarkdownReport.Render(result), html = HtmlReport.Render(result);
        foreach (string heading in new[] { "In plain words", "What to do first", "What was found, and why", "The run at a glance", "Checked and clean", "Not judged, and what to log next time", "Notes", "How to recompute this report" })
        {
            text.ShouldContain($"## {heading}\n");
            html.ShouldContain($">{heading}</h2>");
        }

        foreach (string id in new[] { "A1", "C1", "F1", "F2" })
        {
            text.ShouldContain(id);
            html.ShouldContain($"id=\"{id}\"");
        }
    }

    [Fact]
    public void A_name_that_a_shell_could_misread_is_not_put_into_the_commands()
    {
        MarkdownReport.Render(SomeResult.With("abc123"), where: "http://mlflow:5000").ShouldContain("deepfix verify report.json --run abc123 --tracking-uri http://mlflow:5000\n");
        MarkdownReport.Render(SomeResult.With("abc; rm -rf ~")).ShouldContain("deepfix verify report.json --run RUN\n");
        MarkdownReport.Render(SomeResult.With("--help")).ShouldContain("--run RUN\n");
    }

    [GeneratedRegex(@"(?<!\\)\]\(", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();

    [GeneratedRegex("`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnescapedBars();
}
