using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Agents;

/// <summary>The plan by hand: three measured runs weigh as much as the vocabulary's order.</summary>
public sealed class OptimizationAdvisorAgentTests
{
    private static readonly RunArtifacts Run = new() { RunId = "run", Digest = "", Training = Some.HealthyRun.Declaring(new TrainingParameters { LearningRate = 0.01, BatchSize = 32 }) };

    private static readonly OptimizationAdvisorAgent Measured = new(new Casebook(
    [
        Entry(Codes.Overfitting, Actions.DecreaseCapacity, runs: 9, helped: 8, share: 0.9),
        Entry(Codes.Overfitting, Actions.EarlyStopping, runs: 9, helped: 1, share: 0.05),
        Entry(Codes.Overfitting, Actions.AddNormalization, runs: 6, helped: 3, share: 0.6),
    ]));

    private static readonly OptimizationAdvisorAgent Unmeasured = new(new Casebook([]));

    [Fact]
    public void Measured_gains_reorder_the_vocabulary_s_remedies_and_add_others()
    {
        // (0.9 · 9 + 0.15 · 3) / 12, (0.6 · 6) / 9, then 0.3 and 0.2 as they stand, and (0.05 · 9 + 0.5 · 3) / 12.
        Plan(Measured, (Codes.Overfitting, 0.8)).Select(a => a.ActionCode).ShouldBe([Actions.DecreaseCapacity, Actions.AddNormalization, Actions.AddRegularization, Actions.AddData, Actions.EarlyStopping]);
    }

    [Fact]
    public void Without_measurements_the_vocabulary_s_order_holds_and_nothing_is_promised()
    {
        IReadOnlyList<PlannedAction> plan = Plan(Unmeasured, (Codes.Overfitting, 0.8));
        plan.Select(a => a.ActionCode).ShouldBe([Actions.EarlyStopping, Actions.AddRegularization, Actions.AddData, Actions.DecreaseCapacity]);
        plan.Select(a => a.Rank).ShouldBe([1, 2, 3, 4]);
        plan.ShouldAllBe(a => a.ExpectedEffect == null && a.Confidence == 0.4);
        plan[0].Rationale.ShouldNotContain("measured runs");
    }

    [Fact]
    public void A_measured_action_says_how_often_it_helped_and_by_how_much()
    {
        PlannedAction first = Plan(Measured, (Codes.Overfitting, 0.8))[0];
        first.Confidence.ShouldBe(0.8 * (8 + 1) / (9 + 2), 1e-12);
        first.ExpectedEffect.ShouldBe(new ExpectedEffect("clean test score", 0.01, 0.09, 8, 9));
        first.Rationale.ShouldEndWith(" It helped in 8 of 9 measured runs of this pattern.");
        first.Addresses.ShouldBe([Codes.Overfitting]);
    }

    [Fact]
    public void What_nobody_usually_does_about_a_code_says_so()
    {
        IReadOnlyList<PlannedAction> plan = Plan(Measured, (Codes.Overfitting, 0.8));
        plan.Single(a => a.ActionCode == Actions.AddNormalization).Rationale.ShouldStartWith("Not what is usually done about Overfitting, but it helped");
        plan.Single(a => a.ActionCode == Actions.DecreaseCapacity).Rationale.ShouldNotContain("Not what is usually done");
    }

    [Fact]
    public void What_helps_two_causes_counts_for_both()
    {
        // Early stopping: 0.4 · 0.5 for each of two; a regulariser only 0.4 · 0.3.
        PlannedAction first = Plan(Unmeasured, (Codes.TrainedPastBest, 0.3), (Codes.Overfitting, 0.4))[0];
        first.ActionCode.ShouldBe(Actions.EarlyStopping);
        first.Addresses.ShouldBe([Codes.TrainedPastBest, Codes.Overfitting]);
        first.Confidence.ShouldBe(0.4 * 0.5, 1e-12);
    }

    [Fact]
    public void What_the_caller_cares_about_moves_up_by_half()
    {
        // Underfitting's own 0.4 · 0.5 beside 0.3 · 0.5 of overfitting, which a focus makes 0.225.
        (string, double)[] causes = [(Codes.Underfitting, 0.4), (Codes.Overfitting, 0.3)];
        Plan(Unmeasured, causes)[0].ActionCode.ShouldBe(Actions.IncreaseCapacity);
        Plan(Unmeasured, new AnalysisOptions { OptimizationFocus = ["overfitting"] }, causes)[0].ActionCode.ShouldBe(Actions.EarlyStopping);
        Plan(Unmeasured, new AnalysisOptions { OptimizationFocus = ["data_quality", "overfitting"] }, causes)[0].ActionCode.ShouldBe(Actions.EarlyStopping);
    }

    [Fact]
    public void A_plan_has_five_actions_at_most_and_none_without_a_cause()
    {
        Plan(Unmeasured, (Codes.Underfitting, 0.4), (Codes.Overfitting, 0.3), (Codes.ExplodingGradients, 0.3)).Count.ShouldBe(5);
        Plan(Unmeasured).ShouldBeEmpty();
    }

    [Fact]
    public void What_harmed_on_average_is_not_planned()
    {
        var harmful = new OptimizationAdvisorAgent(new Casebook([Entry(Codes.TrainedPastBest, Actions.EarlyStopping, runs: 30, helped: 1, share: -0.5)]));
        Plan(harmful, (Codes.TrainedPastBest, 0.9)).ShouldBeEmpty();
    }

    [Fact]
    public void What_never_helped_where_it_was_tried_is_not_planned()
    {
        string[] Planned(int runs) => [.. Plan(new OptimizationAdvisorAgent(new Casebook([Entry(Codes.Overfitting, Actions.AddRegularization, runs, helped: 0, share: 0.3)])), (Codes.Overfitting, 0.8)).Select(a => a.ActionCode)];

        Planned(runs: 10).ShouldBe([Actions.EarlyStopping, Actions.AddData, Actions.DecreaseCapacity]);
        Planned(runs: 9).ShouldContain(Actions.AddRegularization);
    }

    [Fact]
    public void A_stopped_caller_gets_no_plan()
        => Should.Throw<OperationCanceledException>(() => Unmeasured.Run(Run, Integrated([]), new AnalysisOptions(), new CancellationToken(canceled: true)));

    [Fact]
    public void A_finding_is_given_its_best_remedy_with_values_where_there_are_any()
    {
        Finding finding = Finding.Of(Codes.Overfitting, Severity.High, 0.9, "");
        Recommendation best = Measured.Recommend(finding, Run);
        best.ActionCode.ShouldBe(Actions.DecreaseCapacity);
        best.Confidence.ShouldBe(0.9 * 9 / 11, 1e-12);
        best.Priority.ShouldBe(Severity.High);
        best.Parameters.ShouldBeNull();
        Recommendation lower = Unmeasured.Recommend(Finding.Of(Codes.LearningRateTooHigh, Severity.Medium, 0.6, ""), Run);
        lower.ActionCode.ShouldBe(Actions.DecreaseLearningRate);
        lower.Parameters.ShouldNotBeNull()["learning_rate"].ShouldNotBeNull();
        lower.Confidence.ShouldBe(0.3, 1e-12);
    }

    private static IReadOnlyList<PlannedAction> Plan(OptimizationAdvisorAgent advisor, params (string Code, double Confidence)[] causes) => Plan(advisor, new AnalysisOptions(), causes);

    private static IReadOnlyList<PlannedAction> Plan(OptimizationAdvisorAgent advisor, AnalysisOptions options, params (string Code, double Confidence)[] causes)
        => advisor.Run(Run, Integrated(causes), options, TestContext.Current.CancellationToken).Plan;

    private static Integration Integrated((string Code, double Confidence)[] causes) => new()
    {
        Own = new AgentReport { AgentName = AgentNames.CrossArtifact },
        Reports = [],
        RootCauses = [.. causes.Select(c => new RootCause { Code = c.Code, Title = c.Code, Confidence = c.Confidence })],
    };

    private static CasebookEntry Entry(string code, string action, int runs, int helped, double share) => new(code, action, runs, helped, Harmed: 0, Low: 0.01, Median: 0.05, High: 0.09, Weighed: runs, share);
}
