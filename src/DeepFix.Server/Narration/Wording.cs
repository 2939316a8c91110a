using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Server.Narration;

/// <summary>A computed text that a model may word.</summary>
/// <param name="Id">What it is called in the question: <c>summary</c>, <c>rationale_a</c>.</param>
/// <param name="Computed">The computed text.</param>
internal sealed record Wording(string Id, string Computed)
{
    public const string Summary = "summary";

    /// <summary>Rationales at most: those of what comes first.</summary>
    private const int MostRationales = 8;

    /// <summary>The summary, and the rationales of the plan and of the gravest findings; the same text once.</summary>
    public static IReadOnlyList<Wording> Of(AnalysisResult result)
    {
        IEnumerable<string> rationales = result.ActionPlan.Select(a => a.Rationale).Concat(result.AgentResults.SelectMany(a => a.Analysis).Select(a => a.Recommendations.Rationale));
        return [new Wording(Summary, result.Summary), .. rationales.Where(r => r.Length > 0).Distinct(StringComparer.Ordinal).Take(MostRationales).Select((r, i) => new Wording(string.Create(CultureInfo.InvariantCulture, $"rationale_{(char)('a' + i)}"), r))];
    }

    /// <summary>A result with other words: summary and rationales, and nothing else.</summary>
    /// <param name="result">The result.</param>
    /// <param name="words">Words by computed text.</param>
    public static AnalysisResult Apply(AnalysisResult result, IReadOnlyDictionary<string, string> words) => result with
    {
        Summary = words.GetValueOrDefault(result.Summary, result.Summary),
        ActionPlan = [.. result.ActionPlan.Select(a => a with { Rationale = words.GetValueOrDefault(a.Rationale, a.Rationale) })],
        AgentResults = [.. result.AgentResults.Select(agent => agent with { Analysis = [.. agent.Analysis.Select(a => a with { Recommendations = a.Recommendations with { Rationale = words.GetValueOrDefault(a.Recommendations.Rationale, a.Recommendations.Rationale) } })] })],
    };
}
