using System.Text.Json;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

/// <summary>Predictions with what the reference scorer printed for them.</summary>
internal sealed record RecordedScore(IReadOnlyDictionary<string, JsonElement> Measures, IReadOnlyDictionary<string, Prediction> Predictions)
{
    /// <summary>The reference prints three digits.</summary>
    public const double HalfADigit = 0.000501;

    public static RecordedScore Read(string name)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("tests", "DeepFix.Evaluation.Tests", "scoring", $"{name}.json")));
        return new RecordedScore(
            file.RootElement.GetProperty("score").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.Clone(), StringComparer.Ordinal),
            file.RootElement.GetProperty("predictions").EnumerateObject().ToDictionary(p => p.Name, p => Of(p.Value), StringComparer.Ordinal));
    }

    /// <summary>Every measure that the reference printed is among ours, and the same.</summary>
    public void ShouldAgreeWith(IReadOnlyDictionary<string, double> own)
    {
        foreach ((string measure, JsonElement value) in Measures.Where(m => m.Key != "missing")) own[measure].ShouldBe(value.GetDouble(), HalfADigit, measure);
    }

    private static Prediction Of(JsonElement result) => new(
        [.. from agent in result.GetProperty("agent_results").EnumerateArray()
            from analysis in agent.GetProperty("analysis").EnumerateArray()
            let f = analysis.GetProperty("findings")
            select (f.GetProperty("code").GetString()!, Enum.Parse<Severity>(f.GetProperty("severity").GetString()!, ignoreCase: true), f.GetProperty("confidence").GetDouble())],
        [.. result.GetProperty("root_causes").EnumerateArray().Select(c => c.GetProperty("code").GetString()!)],
        [.. result.GetProperty("action_plan").EnumerateArray().Select(a => a.GetProperty("action_code").GetString()!)]);
}
