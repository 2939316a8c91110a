using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;

namespace DeepFix.Assistants.Answers;

/// <summary>A comparison as an assistant reads it. Parameters, values and names are the runs' own.</summary>
internal static class ComparisonAnswer
{
    /// <summary>The section that comes first.</summary>
    public const string Overview = "overview";

    private const string Runs = "runs", Changed = "changed", Explanations = "explanations", Notes = "notes";

    /// <summary>Bytes up to which each list goes in the overview.</summary>
    private const int ForExplanations = 3_500, ForRuns = 6_000;

    private const int ForTheRest = 500;

    /// <summary>The sections that may be asked for.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Overview, Runs, Changed, Explanations, Notes];

    /// <summary>A section of a comparison.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="section">Of <see cref="Sections"/>.</param>
    /// <param name="start">Number of the first item to tell, from 1.</param>
    /// <param name="again">The call that tells a section from an item on.</param>
    public static JsonObject Of(ComparisonResult result, string section, int start, Func<string, int, JsonObject> again)
    {
        JsonObject head = Members.Of(("section", section), ("metric_decides", result.Metric is not null), ("reference", Quoted.Text(result.Reference, 256)));
        return section switch
        {
            Overview => OfOverview(result, head),
            Runs => Page.Of(head, Runs, Page.Of(result.Runs, Run), start, from => again(Runs, from)),
            Changed => Page.Of(head, Changed, Page.Of(result.Changed, Change), start, from => again(Changed, from)),
            Explanations => Page.Of(head, Explanations, Page.Of(result.Explanations, Explanation), start, from => again(Explanations, from)),
            _ => Page.Of(head, Notes, Page.Of(result.Warnings, Warning), start, from => again(Notes, from)),
        };
    }

    private static JsonObject OfOverview(ComparisonResult result, JsonObject answer)
    {
        answer[Members.FromRun] = Members.Of(("summary", Quoted.Text(result.Summary)), ("metric", Quoted.Text(result.Metric, 120)));
        int explained = Page.Fill(answer, Explanations, Page.Of(result.Explanations, Explanation), 0, ForExplanations);
        int listed = Page.Fill(answer, Runs, Page.Of(result.Runs, ShortRun), 0, ForRuns);
        int changes = Page.Fill(answer, Changed, Page.Of(result.Changed, ShortChange), 0, AssistantLimits.MostBytes - ForTheRest);
        answer["more"] = new JsonArray([.. new[] { More(Explanations, result.Explanations.Count, explained), More(Runs, result.Runs.Count, listed), More(Changed, result.Changed.Count, changes), More(Notes, result.Warnings.Count, 0) }.OfType<JsonObject>()]);
        answer["how"] = "Call compare_runs again with a section of 'more': its items say more than here.";
        return answer;
    }

    private static JsonObject? More(string section, int items, int shown)
        => items == 0 ? null : Members.Of(("section", section), ("items", items), ("shown_here", shown == 0 ? null : JsonValue.Create(shown)));

    private static JsonNode Warning(string warning) => Members.Of((Members.FromRun, Members.Of(("warning", Quoted.Text(warning)))));

    private static JsonNode ShortRun(ComparedRun run) => Members.Of(
        ("run_id", Quoted.Text(run.RunId, 256)),
        ("verdict", Word(run.Verdict)),
        ("difference", run.Difference is { } difference ? Between(difference) : null),
        ("findings", Quoted.Texts(run.Findings.Select(f => f.Code), 6)),
        (Members.FromRun, Members.Of(("name", Quoted.Text(run.Name, 120)))));

    private static JsonNode Run(ComparedRun run) => Members.Of(
        ("run_id", Quoted.Text(run.RunId, 256)),
        ("verdict", Word(run.Verdict)),
        ("difference", run.Difference is { } difference ? Between(difference) : null),
        ("findings", run.Findings.Count == 0 ? null : new JsonArray([.. run.Findings.Take(10).Select(f => (JsonNode)Members.Of(("code", Quoted.Text(f.Code, 80)), ("severity", Word(f.Severity)), ("confidence", Quoted.Number(f.Confidence))))])),
        (Members.FromRun, Members.Of(
            ("name", Quoted.Text(run.Name, 120)),
            ("diagnosis", Quoted.Text(run.Diagnosis, 300)),
            ("metrics", Pairs(run.Metrics.Select(m => (m.Key, Quoted.Number(m.Value))))),
            ("params", Pairs(run.Params.Select(p => (p.Key, Quoted.Text(p.Value, 80))))))));

    private static JsonNode Explanation(Explanation explanation) => Members.Of(
        ("confidence", Quoted.Number(explanation.Confidence)),
        ("effect", Between(explanation.Effect)),
        (Members.FromRun, Members.Of(
            ("change", Quoted.Text(explanation.Change, 120)), ("from", Quoted.Text(explanation.From, 120)), ("to", Quoted.Text(explanation.To, 120)), ("confounded_with", Quoted.Texts(explanation.ConfoundedWith, 8)))));

    private static JsonNode ShortChange(Change change) => Members.Of(
        ("kind", Word(change.Kind)),
        ("distinct_values", change.Values.Values.Distinct(StringComparer.Ordinal).Count()),
        (Members.FromRun, Members.Of(("what", Quoted.Text(change.What, 120)))));

    private static JsonNode Change(Change change) => Members.Of(
        ("kind", Word(change.Kind)),
        (Members.FromRun, Members.Of(("what", Quoted.Text(change.What, 120)), ("values", Pairs(change.Values.Select(v => (v.Key, Quoted.Text(v.Value, 80))))), ("values_in_all", change.Values.Count))));

    // The metric's name stands once, in the overview, as the runs' own.
    private static JsonObject Between(Effect effect) => Members.Of(("low", Quoted.Number(effect.Low)), ("high", Quoted.Number(effect.High)));

    private static JsonObject? Pairs(IEnumerable<(string Name, JsonNode? Value)> pairs)
    {
        var node = new JsonObject();
        foreach ((string name, JsonNode? value) in pairs.Take(25)) node[Quoted.Text(name, 80)!.GetValue<string>()] = value;
        return node.Count == 0 ? null : node;
    }

    private static JsonNode Word<T>(T value)
        where T : struct, Enum => JsonValue.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))!;
}
