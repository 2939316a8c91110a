using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Knowledge;
using DeepFix.Reports;

namespace DeepFix.Assistants.Answers;

/// <summary>The parts of a result, and what an item of each says. What repeats names or values of the run stands under <c>from_run</c>.</summary>
internal static class ResultSections
{
    public const string Findings = "findings", Actions = "actions";

    private const int MostPoints = 24;

    /// <summary>All sections but the overview.</summary>
    public static IReadOnlyList<ResultSection> All { get; } =
    [
        new(Findings, r => Page.Of(ReportOrder.Of(r.Findings), f => Finding(r, f))),
        new(Actions, r => Page.Of(r.ActionPlan, Action)),
        new("not_assessed", r => Page.Of(r.NotAssessed, NotAssessed)),
        new("clean", r => Page.Of(Clean(r), c => Quoted.Text(c, 80)!)),
        new("notes", r => [() => Versions(r), .. Page.Of(r.AgentResults, Agent), .. Page.Of(r.Warnings, Warning)]),
        new("knowledge", r => Page.Of(Knowledge(r), KnowledgeAnswer.Short)),
        new("curves", r => Page.Of(r.Curves, Curve)),
    ];

    /// <summary>A root cause.</summary>
    public static JsonNode Cause(RootCause cause)
        => Members.Of(("code", Quoted.Text(cause.Code, 80)), ("title", Quoted.Text(cause.Title, 120)), ("confidence", Quoted.Number(cause.Confidence)), ("explains", Quoted.Texts(cause.Explains, 8)));

    /// <summary>A finding with its evidence in a line.</summary>
    public static JsonNode ShortFinding(Finding finding) => Members.Of(
        ("code", Quoted.Text(finding.Code, 80)),
        ("title", Quoted.Text(CodePages.TitleOf(finding.Code), 120)),
        ("severity", Lower(finding.Severity)),
        ("confidence", Quoted.Number(finding.Confidence)),
        (Members.FromRun, Members.Of(("evidence", Quoted.Text(finding.Evidence, 300)))));

    /// <summary>An action without its reasons.</summary>
    public static JsonNode ShortAction(PlannedAction action) => Members.Of(
        ("rank", action.Rank),
        ("action_code", Quoted.Text(action.ActionCode, 80)),
        ("confidence", Quoted.Number(action.Confidence)),
        ("expected_effect", Effect(action.ExpectedEffect)),
        (Members.FromRun, Members.Of(("action", Quoted.Text(action.Action, 300)))));

    private static JsonNode Finding(AnalysisResult result, Finding finding)
    {
        Recommendation? advice = result.AgentResults.SelectMany(a => a.Analysis).FirstOrDefault(a => ReferenceEquals(a.Findings, finding))?.Recommendations;
        return Members.Of(
            ("code", Quoted.Text(finding.Code, 80)),
            ("title", Quoted.Text(CodePages.TitleOf(finding.Code), 120)),
            ("kind", Lower(finding.Kind)),
            ("severity", Lower(finding.Severity)),
            ("confidence", Quoted.Number(finding.Confidence)),
            ("action_code", Quoted.Text(advice?.ActionCode, 80)),
            ("rationale", Quoted.Text(advice?.Rationale)),
            (Members.FromRun, Members.Of(
                ("description", Quoted.Text(finding.Description)),
                ("evidence", new JsonArray([.. finding.EvidenceItems.Take(12).Select(Evidence)])),
                ("action", Quoted.Text(advice?.Action)))));
    }

    private static JsonNode Evidence(Evidence item) => Members.Of(
        ("measure", Quoted.Text(item.Measure, 120)),
        ("value", Quoted.Number(item.Value)),
        ("limit", Quoted.Number(item.Limit)),
        ("side", item.Side is { } side ? (side == LimitSide.AtMost ? "at_most" : "at_least") : null),
        ("unit", Quoted.Text(item.Unit, 40)),
        ("from_step", item.FromStep),
        ("to_step", item.ToStep),
        ("series", Quoted.Text(item.Series, 80)),
        ("source", Quoted.Text(item.Source, 80)));

    private static JsonNode Action(PlannedAction action) => Members.Of(
        ("rank", action.Rank),
        ("action_code", Quoted.Text(action.ActionCode, 80)),
        ("confidence", Quoted.Number(action.Confidence)),
        ("expected_effect", Effect(action.ExpectedEffect)),
        ("addresses", Quoted.Texts(action.Addresses)),
        ("rationale", Quoted.Text(action.Rationale)),
        (Members.FromRun, Members.Of(("action", Quoted.Text(action.Action)), ("parameters", action.Parameters.Count == 0 ? null : Quoted.Node(action.Parameters, 120)))));

    private static JsonNode? Effect(ExpectedEffect? effect) => effect is null ? null : Members.Of(
        ("metric", Quoted.Text(effect.Metric, 80)), ("low", Quoted.Number(effect.Low)), ("high", Quoted.Number(effect.High)), ("helped", effect.Helped), ("of_runs", effect.OfRuns));

    private static JsonNode NotAssessed(NotAssessed code)
        => Members.Of(("code", Quoted.Text(code.Code, 80)), ("log_to_enable", Quoted.Text(code.LogToEnable, 300)), (Members.FromRun, Members.Of(("because", Quoted.Text(code.Because, 300)))));

    private static IEnumerable<string> Clean(AnalysisResult result)
        => result.AgentResults.SelectMany(a => a.AdditionalOutputs["clean"] is JsonArray codes ? codes : []).OfType<JsonValue>().Where(c => c.GetValueKind() == JsonValueKind.String)
            .Select(c => c.GetValue<string>()).Distinct(StringComparer.Ordinal);

    private static JsonNode Versions(AnalysisResult result) => Members.Of(
        ("engine_version", Quoted.Text(result.EngineVersion, 80)), ("knowledge_version", Quoted.Text(result.KnowledgeVersion, 80)), ("artifacts_digest", Quoted.Text(result.ArtifactsDigest, 100)), ("seconds", Quoted.Number(result.ExecutionTime)));

    private static JsonNode Agent(AgentResult agent)
        => Members.Of(("agent", Quoted.Text(agent.AgentName, 80)), ("findings", agent.Analysis.Count), (Members.FromRun, Members.Of(("analyzed", Quoted.Texts(agent.AnalyzedArtifacts)), ("error", Quoted.Text(agent.ErrorMessage, 300)))));

    private static JsonNode Warning(string warning) => Members.Of((Members.FromRun, Members.Of(("warning", Quoted.Text(warning)))));

    private static IEnumerable<KnowledgeItem> Knowledge(AnalysisResult result)
        => result.AgentResults.SelectMany(a => a.RetrievedKnowledge).DistinctBy(k => k.Metadata.Id, StringComparer.Ordinal);

    /// <summary>A series thinned to a few points, first and last among them.</summary>
    private static JsonNode Curve(Curve curve)
    {
        int count = Math.Min(curve.Points.Count, MostPoints);
        IEnumerable<IReadOnlyList<double>> points = Enumerable.Range(0, count).Select(i => curve.Points[count == 1 ? 0 : i * (curve.Points.Count - 1) / (count - 1)]);
        return Members.Of(
            ("unit", Quoted.Text(curve.Unit, 40)),
            ("points_in_result", curve.Points.Count),
            ("points", new JsonArray([.. points.Select(p => (JsonNode)new JsonArray([.. p.Select(v => Quoted.Number(v))]))])),
            ("marks", curve.Marks.Count == 0 ? null : new JsonArray([.. curve.Marks.Take(12).Select(m => (JsonNode)Members.Of(("step", m.Step), ("code", Quoted.Text(m.Code, 80))))])),
            (Members.FromRun, Members.Of(("series", Quoted.Text(curve.Series, 120)))));
    }

    private static JsonNode Lower<T>(T value)
        where T : struct, Enum => JsonValue.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))!;
}
