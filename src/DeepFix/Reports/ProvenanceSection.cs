using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Reports;

/// <summary>Where a report comes from: versions, digest, files, and how to compute it again.</summary>
internal static class ProvenanceSection
{
    public static Html Render(ReportContent content) => HtmlDocument.Section(
        "provenance",
        "How to recompute this report",
        Html.Element("p", "The same artifacts, options, engine and knowledge give the same result, digit for digit. Every number here stands in the JSON result; the second command recomputes each from the run's own files."),
        Html.Element("pre", Html.Element("code", string.Join('\n', Recompute.Commands(content)).Split('\n').SelectMany((c, i) => i == 0 ? new Html[] { c } : [Html.Element("br"), c]))).With("tabindex", "0"),
        HtmlDocument.Pairs(Facts(content)));

    public static IReadOnlyList<KeyValuePair<string, string>> Facts(ReportContent content)
    {
        AnalysisResult result = content.Result;
        string[] files = [.. result.AgentResults.SelectMany(a => a.AnalyzedArtifacts).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return [.. new[]
        {
            ("run", SafeText.Line(result.RunId)),
            ("tracking server", content.Where is { } where ? SafeText.Line(where) : ""),
            ("engine", result.EngineVersion),
            ("knowledge", result.KnowledgeVersion),
            ("artifacts digest", result.ArtifactsDigest),
            ("analysed", string.Join(", ", files.Select(SafeText.Line))),
            ("request", SafeText.Line(result.RequestId)),
            ("computed", result.Timestamp == default ? "" : result.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        }.Where(f => f.Item2.Length > 0).Select(f => KeyValuePair.Create(f.Item1, f.Item2))];
    }
}
