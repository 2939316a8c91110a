using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsCheck;
using DeepFix.Api;
using DeepFix.Checking;
using DeepFix.Comparison;
using DeepFix.Reports;
using DeepFix.Tests.Comparison;

namespace DeepFix.Tests.Checking;

public sealed class RunCheckTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    [Theory]
    [InlineData(Severity.High, Severity.High, true)]
    [InlineData(Severity.Medium, Severity.High, false)]
    [InlineData(Severity.Medium, Severity.Medium, true)]
    [InlineData(Severity.Low, Severity.Low, true)]
    [InlineData(Severity.High, null, false)]
    public void A_finding_at_or_above_the_limit_fails(Severity severity, Severity? failOn, bool fails)
        => RunCheck.Judge(Result((Codes.Overfitting, severity, 0.8)), "run", Rule(failOn)).Outcome.ShouldBe(fails ? CheckOutcome.Failed : CheckOutcome.Passed);

    [Fact]
    public void A_finding_that_is_not_sure_enough_does_not_fail()
    {
        AnalysisResult result = Result((Codes.Overfitting, Severity.High, 0.4));
        RunCheck.Judge(result, "run", Rule(Severity.High) with { MinConfidence = 0.5 }).Outcome.ShouldBe(CheckOutcome.Passed);
        RunCheck.Judge(result, "run", Rule(Severity.High) with { MinConfidence = 0.4 }).Outcome.ShouldBe(CheckOutcome.Failed);
    }

    [Fact]
    public void Without_a_result_or_anything_judged_there_is_no_verdict()
    {
        RunCheck.Judge(Result() with { Status = AnalysisStatus.Failed }, "run", Rule()).Outcome.ShouldBe(CheckOutcome.NotJudged);
        RunCheck.Judge(Result() with { AgentResults = [] }, "run", Rule()).Outcome.ShouldBe(CheckOutcome.NotJudged);
    }

    [Fact]
    public void A_suppression_holds_until_its_last_day_for_the_runs_that_it_names()
    {
        AnalysisResult result = Result((Codes.Overfitting, Severity.High, 0.8));
        Of(Today, "*").Outcome.ShouldBe(CheckOutcome.Passed);
        Of(Today, "nightly-*").Outcome.ShouldBe(CheckOutcome.Passed);
        Of(Today, "other").Outcome.ShouldBe(CheckOutcome.Failed);
        CheckedRun expired = Of(Today.AddDays(-1), "*");
        expired.Outcome.ShouldBe(CheckOutcome.Failed);
        expired.Notes.ShouldHaveSingleItem().ShouldBe("The suppression of overfitting expired on 2026-11-23 and holds no longer: known");

        CheckedRun Of(DateOnly expires, string run) => RunCheck.Judge(result, "nightly-7", Rule() with { Suppressions = [new Suppression(Codes.Overfitting, "known", expires, [run])] });
    }

    [Fact]
    public void What_the_baseline_has_does_not_fail_unless_it_got_graver()
    {
        AnalysisResult baseline = Result((Codes.Overfitting, Severity.High, 0.8), (Codes.NoLearning, Severity.Low, 0.8), (Codes.LossSpike, Severity.High, 0.8));
        CheckedRun check = RunCheck.Judge(Result((Codes.Overfitting, Severity.High, 0.8), (Codes.NoLearning, Severity.High, 0.8), (Codes.NanLoss, Severity.High, 0.8)), "run", Rule(), baseline);
        check.Findings.ToDictionary(f => f.Finding.Code, f => (f.State, f.Fails)).ShouldBe(
            new Dictionary<string, (BaselineState, bool)> { [Codes.Overfitting] = (BaselineState.Unchanged, false), [Codes.NoLearning] = (BaselineState.Updated, true), [Codes.NanLoss] = (BaselineState.New, true) }, ignoreOrder: true);
        check.Fixed.ShouldBe([Codes.LossSpike]);
    }

    [Fact]
    public void Being_clearly_worse_than_the_baseline_is_a_finding_that_names_the_reason()
    {
        RunToCompare old = SomeRuns.Run("old", 0.95), now = SomeRuns.Run("now", 0.6, "learning_rate: 0.5");
        CheckedRun check = RunCheck.Judge(Result() with { RunId = "now" }, "now", Rule(), Result(), SomeRuns.Compare([old, now], "old"));
        CheckedFinding regression = check.Failing.ShouldHaveSingleItem();
        regression.Finding.Code.ShouldBe(Codes.RegressionVsPreviousRun);
        regression.Finding.Severity.ShouldBe(Severity.High);
        regression.Finding.Description.ShouldContain("learning_rate 0.001 → 0.5");
        regression.Analysis.Recommendations.Action.ShouldBe("Take learning_rate back to 0.001, and run again.");
        RunCheck.Judge(Result() with { RunId = "now" }, "now", Rule(), Result(), SomeRuns.Compare([old, SomeRuns.Run("now", 0.945)], "old")).Outcome.ShouldBe(CheckOutcome.Passed);
    }

    [Theory]
    [InlineData("a*", "abc", true)]
    [InlineData("*c", "abc", true)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("ab*ab", "ab", false)]
    [InlineData("abc", "abcd", false)]
    [InlineData("*", "", true)]
    public void A_star_stands_for_any_text(string pattern, string text, bool fits)
        => new Suppression(Codes.Overfitting, "", Today, [pattern]).Matches(Codes.Overfitting, text, null).ShouldBe(fits);

    [Fact]
    public void A_comment_begins_with_its_marker_and_is_cut_to_what_a_comment_may_hold_at_a_line()
    {
        CheckedRun long_ = RunCheck.Judge(Result([.. Enumerable.Repeat((Codes.Overfitting, Severity.High, 0.8), 400)]), "run", Rule());
        string text = CheckMarkdown.Render([long_, long_, long_], Rule());
        text.ShouldStartWith("<!-- deepfix-check -->\n");
        text.Length.ShouldBeInRange(60_000, 65_536);
        text.ShouldEndWith("The whole is in the JSON or SARIF file of the check.\n");
        text.Split('\n').Where(l => l.StartsWith('|')).ShouldAllBe(l => l.EndsWith('|'));
    }

    [Fact]
    public void Whatever_a_run_is_called_reports_stay_whole_and_nothing_of_it_is_markup()
        => Gen.String.Sample(
            name =>
            {
                CheckedRun check = RunCheck.Judge(Result((Codes.Overfitting, Severity.High, 0.8)) with { RunId = name }, name, Rule());
                XDocument.Parse(JUnitReport.Render([check])).Root!.Elements("testsuite").Single().Elements("testcase").ShouldNotBeEmpty();
                JsonNode.Parse(SarifReport.Render([check]))!["runs"]![0]!["results"]!.AsArray().Count.ShouldBe(1);
                CheckMarkdown.Render([check], Rule()).Split('\n').Count(l => l.StartsWith("### ", StringComparison.Ordinal)).ShouldBe(1);
            },
            iter: 300, threads: 1);

    private static CheckRule Rule(Severity? failOn = Severity.High) => new(failOn, 0, [], Today);

    private static AnalysisResult Result(params (string Code, Severity Severity, double Confidence)[] findings) => new()
    {
        RequestId = "req_1",
        RunId = "run",
        Status = AnalysisStatus.Completed,
        Summary = "Said.",
        AgentResults =
        [
            new AgentResult
            {
                AgentName = AgentNames.Training,
                Analysis = [.. findings.Select(f => new Analysis
                {
                    Findings = Finding.Of(f.Code, f.Severity, f.Confidence, "Seen.", new Evidence { Measure = "measured", Value = 1, Limit = 0.5, Side = LimitSide.AtMost, Series = "val_loss", Source = "training_artifacts/metrics.csv" }),
                    Recommendations = new Recommendation { Action = "Do.", Rationale = "Because.", Priority = f.Severity, Confidence = 0.5 },
                })],
                AdditionalOutputs = new JsonObject { ["clean"] = new JsonArray("nan_loss") },
            },
        ],
    };
}
