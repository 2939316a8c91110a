using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

/// <summary>What the agents make of every recorded run: summary, causes with what they explain, plan with what it is expected to bring, and what was left open.</summary>
public sealed class RecordedResultTests
{
    public static TheoryData<string> Runs => [.. RecordedFiles.Names("runs")];

    public static TheoryData<string> Wild => [.. RecordedFiles.Names("wild")];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_result_of_a_recorded_run_is_what_was_approved(string name)
    {
        RunArtifacts run = ArtifactParser.Parse(RecordedFiles.Run("runs", name), cancellationToken: TestContext.Current.CancellationToken);
        AnalysisResult whole = await AnalysisPipeline.Default.RunAsync(run, new AnalysisOptions());
        AnalysisResult poor = await AnalysisPipeline.Default.RunAsync(run with { Dataset = null, Deepchecks = null }, new AnalysisOptions());

        Approved.Check($"result-{name}", $"{Text(whole)}\n== without dataset and deepchecks\n{Text(poor)}");
    }

    [Theory]
    [MemberData(nameof(Wild))]
    public async Task The_result_of_a_log_from_elsewhere_is_what_was_approved(string name)
    {
        RunArtifacts run = ArtifactParser.Parse(RecordedFiles.Log("wild", name), cancellationToken: TestContext.Current.CancellationToken);

        Approved.Check($"result-{name[..3]}", Text(await AnalysisPipeline.Default.RunAsync(run, new AnalysisOptions())));
    }

    private static string Text(AnalysisResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Status}: {result.Summary}\n");
        foreach (string warning in result.Warnings) text.Append("! ").Append(warning).Append('\n');
        foreach (RootCause cause in result.RootCauses) text.Append(CultureInfo.InvariantCulture, $"cause {cause.Code} {cause.Confidence:G6}: {cause.Title}; explains {string.Join(", ", cause.Explains)}\n");
        foreach (PlannedAction action in result.ActionPlan) text.Append("action ").Append(JsonSerializer.Serialize(action, DeepFixJson.Plain.PlannedAction)).Append('\n');
        foreach (AgentResult agent in result.AgentResults)
        {
            text.Append(CultureInfo.InvariantCulture, $"{agent.AgentName} ({string.Join(", ", agent.AnalyzedArtifacts)})\n");
            foreach (Analysis analysis in agent.Analysis) text.Append(CultureInfo.InvariantCulture, $"  {analysis.Findings.Code} {analysis.Findings.Severity} {analysis.Findings.Confidence:G6} -> {JsonSerializer.Serialize(analysis.Recommendations, DeepFixJson.Plain.Recommendation)}\n");
            // What the analysers say stands in the approved judgements; what comes of the signs only here.
            foreach (Finding finding in agent.Analysis.Select(a => a.Findings).Where(_ => agent.AgentName == AgentNames.CrossArtifact)) Write(text, finding);
            foreach ((string name, JsonNode? output) in agent.AdditionalOutputs) text.Append(CultureInfo.InvariantCulture, $"  {name}: {output?.ToJsonString()}\n");
        }

        foreach (NotAssessed open in result.NotAssessed) text.Append(CultureInfo.InvariantCulture, $"open {open.Code}: {open.Because} -> {open.LogToEnable}\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, Finding finding)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {finding.Code}: {finding.Description}\n");
        foreach (Evidence item in finding.EvidenceItems) text.Append(CultureInfo.InvariantCulture, $"    {item.Measure} = {item.Value:G6} {item.Unit}, {item.Limit:G6}, {item.Series} {item.FromStep}-{item.ToStep} of {item.Source}\n");
    }
}
