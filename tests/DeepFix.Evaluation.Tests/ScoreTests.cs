using System.Text.Json;
using DeepFix.Evaluation.DataCases;
using DeepFix.Evaluation.Wild;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

/// <summary>Our counting against that of the corpora's own scorers, which were run once on these predictions: the engine's, and ones that were disturbed so that every branch counts.</summary>
public sealed class ScoreTests
{
    [Theory]
    [InlineData("corpus-engine")]
    [InlineData("corpus-disturbed")]
    public void Labelled_runs_are_scored_as_the_reference_scores_them(string name)
    {
        RecordedScore recorded = RecordedScore.Read(name);
        var score = new CorpusScore();
        foreach (LabelledRun run in BundledRuns.All) score.Add(run, recorded.Predictions[run.Name]);

        IReadOnlyDictionary<string, double> own = score.Measures();
        foreach ((string measure, JsonElement value) in recorded.Measures.Where(m => m.Value.ValueKind == JsonValueKind.Number && m.Key != "missing_predictions"))
            own[measure].ShouldBe(value.GetDouble(), RecordedScore.HalfADigit, measure);
        own["healthy_flagged_at_least"].ShouldBe(recorded.Measures["healthy_flagged_ci"][0].GetDouble(), RecordedScore.HalfADigit);
        own["healthy_flagged_at_most"].ShouldBe(recorded.Measures["healthy_flagged_ci"][1].GetDouble(), RecordedScore.HalfADigit);
        score.PerCause.Select(c => (c.Key, c.Value.Runs, c.Value.Found, c.Value.Top1))
            .ShouldBe(recorded.Measures["per_cause"].EnumerateObject().Select(c => (c.Name, c.Value[0].GetInt32(), c.Value[1].GetInt32(), c.Value[2].GetInt32())));
    }

    [Fact]
    public void Runs_of_other_people_are_scored_as_the_reference_scores_them()
    {
        RecordedScore recorded = RecordedScore.Read("wild");
        var score = new WildScore();
        foreach (string folder in RunFolder.Labelled(RepositoryFiles.PathOf("tests", "DeepFix.Evaluation.Tests", "scoring", "wild-labels"))) score.Add(WildLabels.Read(folder), recorded.Predictions[Path.GetFileName(folder)]);

        recorded.ShouldAgreeWith(score.Measures());
        score.ByRepository.Values.Sum(r => r.Clear).ShouldBe((int)score.Measures()["clear"]);
        score.ByRepository.Values.Sum(r => r.Violations).ShouldBe((int)score.Measures()["must_not_violations"]);
        score.Failures.Count(f => f.EndsWith("is wrong to report", StringComparison.Ordinal)).ShouldBe((int)score.Measures()["must_not_violations"]);
    }

    [Fact]
    public void Data_sets_with_measured_truth_are_scored_as_the_reference_scores_them()
    {
        RecordedScore recorded = RecordedScore.Read("deepchecks");
        var score = new CaseScore();
        foreach (string folder in RunFolder.Labelled(RepositoryFiles.PathOf("tests", "DeepFix.Evaluation.Tests", "scoring", "deepchecks-labels"))) score.Add(CaseLabels.Read(folder), recorded.Predictions[Path.GetFileName(folder)]);

        recorded.ShouldAgreeWith(score.Measures());
        score.ByCode.Values.Sum(c => c.Wrong + c.Missed).ShouldBe(score.Failures.Count);
    }
}
