using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Detectors;
using DeepFix.Testing;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Detectors;

/// <summary>docs/limits.md is made from the detectors, and says what they say.</summary>
public sealed class LimitsPageTests
{
    [Fact]
    public void The_page_of_limits_is_what_the_detectors_state()
    {
        var page = new StringBuilder(
            """
            # What is judged, and by which limits

            Made from the detectors by `DEEPFIX_APPROVE=1 dotnet run --project tests/DeepFix.Tests -- -class "*LimitsPageTests"`; not written by hand. The same stands in `GET /api/v1/detectors`.
            A healthy value lies on the side that is named, the limit included. The range is where a limit may be set to; "source" says where its default comes from.

            """.ReplaceLineEndings("\n"));
        foreach (DetectorInfo detector in DetectorDescriptions.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {detector.Code} ({detector.Agent})\n\n{detector.Definition}\n\nReads {string.Join(", ", detector.Columns.Select(c => $"`{c}`"))}.\n");
            if (detector.Limits.Count == 0) continue;
            page.Append("\n| limit | healthy | range | crossing it means | source |\n|---|---|---|---|---|\n");
            foreach (DetectorLimit limit in detector.Limits)
            {
                string side = limit.Side == LimitSide.AtMost ? "at most" : "at least";
                page.Append(CultureInfo.InvariantCulture, $"| {limit.Name} | {side} {limit.Value:G6} {limit.Unit} | {limit.Range[0]:G6} to {limit.Range[1]:G6} | {Cell(limit.Meaning)} | {Cell(limit.Source)} |\n");
            }
        }

        ApprovedText.Check(RecordedFiles.PathOf("..", "docs", "limits.md"), page.ToString());
    }

    [Fact]
    public void Every_limit_says_what_crossing_it_means_and_where_it_comes_from()
    {
        DetectorLimit[] limits = [.. DetectorDescriptions.All.SelectMany(d => d.Limits)];
        limits.ShouldAllBe(l => l.Meaning.EndsWith('.') && l.Unit.Length > 0 && l.Source.Length > 0);
        DetectorDescriptions.All.ShouldAllBe(d => d.Columns.Count > 0 && d.Columns.All(c => c.Length > 0));
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
