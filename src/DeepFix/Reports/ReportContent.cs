using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Knowledge;

namespace DeepFix.Reports;

/// <summary>What a report says, in its order and with its ids (C1 a cause, F1 a finding, A1 an action), before it is written as HTML or Markdown.</summary>
internal sealed record ReportContent
{
    private const int MaxTitle = 160;

    /// <summary>The result that all of it comes from.</summary>
    public required AnalysisResult Result { get; init; }

    /// <summary>What a person calls the run.</summary>
    public required string Title { get; init; }

    /// <summary>The tracking URI, where there is one.</summary>
    public string? Where { get; init; }

    /// <summary>What it comes to.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The same in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>Causes with the findings that they explain.</summary>
    public required IReadOnlyList<CauseGroup> Causes { get; init; }

    /// <summary>Findings that no cause explains.</summary>
    public required IReadOnlyList<NumberedFinding> Others { get; init; }

    /// <summary>Titles of what was looked for and is not there.</summary>
    public required IReadOnlyList<string> Clean { get; init; }

    /// <summary>What could not be judged, by what to log for it.</summary>
    public required IReadOnlyList<LoggingAdvice> NotAssessed { get; init; }

    /// <summary>Declared settings.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }

    /// <summary>Facts of the data.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Data { get; init; }

    /// <summary>Which epoch a step belongs to; null where it is not known.</summary>
    public EpochAxis? Axis { get; init; }

    /// <summary>All findings with their ids, gravest first.</summary>
    public required IReadOnlyList<NumberedFinding> Findings { get; init; }

    /// <summary>The run over time; null where the result does not tell.</summary>
    public PostMortem? PostMortem { get; private init; }

    public static ReportContent Of(AnalysisResult result, string? name, string? where)
    {
        NumberedFinding[] findings = [.. ReportOrder.Of(result.Findings).Select((f, i) => new NumberedFinding(string.Create(CultureInfo.InvariantCulture, $"F{i + 1}"), f, RecommendationFor(result, f)))];
        var verdict = Verdict.Of(result);
        HashSet<string> told = new(StringComparer.Ordinal);
        CauseGroup[] causes = [.. result.RootCauses.Select((c, i) => CauseGroup.Of(string.Create(CultureInfo.InvariantCulture, $"C{i + 1}"), c, findings, told))];
        JsonObject training = Facts(result, AgentNames.Training);
        var content = new ReportContent
        {
            Result = result,
            Title = Cut(SafeText.Line(name ?? result.RunName ?? result.RunId)),
            Where = where,
            Verdict = verdict,
            Sentence = VerdictSentence.Of(result, verdict),
            Causes = causes,
            Others = [.. findings.Where(f => !told.Contains(f.Finding.Code))],
            Clean = [.. result.AgentResults.SelectMany(Cleared).Distinct(StringComparer.Ordinal).Select(CodePages.TitleOf).Order(StringComparer.Ordinal)],
            NotAssessed = LoggingAdvice.Of(result.NotAssessed),
            Parameters = Pairs(training["parameters"]),
            Data = Pairs(Facts(result, AgentNames.Dataset)["data"]),
            Axis = EpochAxis.Of(training["epoch_axis"]),
            Findings = findings,
        };
        return content with { PostMortem = PostMortem.Of(content) };
    }

    /// <summary>The id of a code's finding; null where the code was not found.</summary>
    public string? IdOf(string code) => Findings.FirstOrDefault(f => f.Finding.Code == code)?.Id;

    private static Recommendation? RecommendationFor(AnalysisResult result, Finding finding)
        => result.AgentResults.SelectMany(a => a.Analysis).FirstOrDefault(a => ReferenceEquals(a.Findings, finding))?.Recommendations;

    private static JsonObject Facts(AnalysisResult result, string agent) => result.AgentResults.FirstOrDefault(a => a.AgentName == agent)?.AdditionalOutputs ?? [];

    private static IEnumerable<string> Cleared(AgentResult agent) => agent.AdditionalOutputs["clean"] is JsonArray clean ? clean.OfType<JsonValue>().Select(c => c.ToString()).Where(c => c.Length > 0) : [];

    private static IReadOnlyList<KeyValuePair<string, string>> Pairs(JsonNode? facts)
        => facts is JsonObject pairs ? [.. pairs.Select(p => KeyValuePair.Create(p.Key, JsonText.Of(p.Value)))] : [];

    private static string Cut(string title) => title.Length <= MaxTitle ? title : title[..MaxTitle] + "…";
}
