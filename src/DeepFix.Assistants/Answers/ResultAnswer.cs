using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants.Tools;
using DeepFix.Reports;

namespace DeepFix.Assistants.Answers;

/// <summary>A result as an assistant reads it: verdict, causes and findings first, the rest by section.</summary>
internal static class ResultAnswer
{
    /// <summary>The section that comes first.</summary>
    public const string Overview = "overview";

    /// <summary>Bytes up to which findings go in the overview: what remains is for actions.</summary>
    private const int ForFindings = 5_600;

    /// <summary>Room for saying what else there is.</summary>
    private const int ForTheRest = 500;

    private const int MostActions = 3;

    /// <summary>The sections that may be asked for.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Overview, .. ResultSections.All.Select(s => s.Name)];

    /// <summary>A section of a result.</summary>
    /// <param name="result">The result; not a failed one.</param>
    /// <param name="section">Of <see cref="Sections"/>.</param>
    /// <param name="start">Number of the first item to tell, from 1.</param>
    public static JsonObject Of(AnalysisResult result, string section, int start)
    {
        if (section == Overview) return OfOverview(result);
        JsonObject head = Members.Of(("request_id", Quoted.Text(result.RequestId)), ("run_id", Quoted.Text(result.RunId)), ("section", section));
        ResultSection asked = ResultSections.All.Single(s => s.Name == section);
        return Page.Of(head, section, asked.Items(result), start, from => ReadResult.CallFor(result.RequestId, section, from));
    }

    private static JsonObject OfOverview(AnalysisResult result)
    {
        Verdict verdict = Verdict.Of(result);
        JsonObject answer = Members.Of(
            ("request_id", Quoted.Text(result.RequestId)),
            ("run_id", Quoted.Text(result.RunId)),
            ("status", Word(result.Status.ToString())),
            ("verdict", Quoted.Text(VerdictSentence.Of(result))),
            ("verdict_kind", Word(verdict.Kind.ToString())),
            (Members.FromRun, Members.Of(("name", Quoted.Text(result.RunName, 200)), ("status", Quoted.Text(result.RunStatus, 100)), ("summary", Quoted.Text(result.Summary)))));
        if (result.RootCauses.Count > 0) answer["root_causes"] = new JsonArray([.. result.RootCauses.Select(ResultSections.Cause)]);
        Dictionary<string, int> told = new(StringComparer.Ordinal)
        {
            [ResultSections.Findings] = Page.Fill(answer, ResultSections.Findings, Page.Of(ReportOrder.Of(result.Findings), ResultSections.ShortFinding), 0, ForFindings),
            [ResultSections.Actions] = Page.Fill(answer, ResultSections.Actions, Page.Of(result.ActionPlan.Take(MostActions), ResultSections.ShortAction), 0, AssistantLimits.MostBytes - ForTheRest),
        };
        answer["more"] = new JsonArray([.. ResultSections.All.Select(s => More(result, s, told)).OfType<JsonObject>()]);
        answer["how"] = "read_result with this request_id and a section of 'more' tells the rest; findings and actions say more there.";
        return answer;
    }

    private static JsonObject? More(AnalysisResult result, ResultSection section, Dictionary<string, int> told)
    {
        int items = section.Items(result).Count;
        if (items == 0) return null;
        int shown = told.GetValueOrDefault(section.Name);
        return Members.Of(("section", section.Name), ("items", items), ("shown_here", shown == 0 ? null : JsonValue.Create(shown)));
    }

    private static JsonNode Word(string name) => JsonValue.Create(JsonNamingPolicy.SnakeCaseLower.ConvertName(name))!;
}
