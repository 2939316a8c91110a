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
        foreach ((string agent, Detector detector) in Fresh())
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {detector.Code} ({agent})\n\n{Vocabulary.Of(detector.Code).Definition}\n\nReads {string.Join(", ", detector.Reads.Select(c => $"`{c}`"))}.\n");
            if (detector.AllLimits.Count == 0) continue;
            page.Append("\n| limit | healthy | range | crossing it means | source |\n|---|---|---|---|---|\n");
            foreach (Limit limit in detector.AllLimits)
            {
                string side = limit.Side == LimitSide.AtMost ? "at most" : "at least";
                page.Append(CultureInfo.InvariantCulture, $"| {limit.Name} | {side} {limit.Value:G6} {limit.Unit} | {limit.Min:G6} to {limit.Max:G6} | {Cell(limit.Meaning)} | {Cell(limit.Source)} |\n");
            }
        }

        ApprovedText.Check(RecordedFiles.PathOf("..", "docs", "limits.md"), page.ToString());
    }

    [Fact]
    public void Every_limit_says_what_crossing_it_means_and_where_it_comes_from()
    {
        Limit[] limits = [.. Fresh().SelectMany(f => f.Detector.AllLimits)];
        limits.ShouldAllBe(l => l.Meaning.EndsWith('.') && l.Unit.Length > 0 && l.Source.Length > 0);
        Fresh().ShouldAllBe(f => f.Detector.Reads.Count > 0 && f.Detector.Reads.All(c => c.Length > 0));
    }

    // New ones, with the default limits as they are now: those of the catalogue live as long as the process.
    private static IEnumerable<(string Agent, Detector Detector)> Fresh()
        => new (string Agent, IEnumerable<Detector> Detectors)[]
        {
            (AgentNames.Training, DetectorCatalog.Training),
            (AgentNames.Dataset, DetectorCatalog.Dataset),
            (AgentNames.Deepchecks, DetectorCatalog.Deepchecks),
            (AgentNames.CrossArtifact, DetectorCatalog.CrossArtifact),
        }
        .SelectMany(a => a.Detectors.Select(d => (a.Agent, Detector: (Detector)Activator.CreateInstance(d.GetType())!)))
        .OrderBy(d => d.Detector.Code, StringComparer.Ordinal);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
