using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;

namespace DeepFix.Tests.Detectors.CrossArtifact;

public sealed class RegressionVsPreviousRunTests
{
    private static readonly double[] Steady = [0.93, 0.94, 0.935, 0.945, 0.93];

    private static readonly DetectorCase<RunArtifacts> Case = new(
        new RegressionVsPreviousRunDetector(),
        Run(0.6, Steady),
        ("FewestRuns", 6, Run(0.6, Steady)),
        ("ScoreDrop", 0.5, Run(0.6, Steady)),
        ("LossRatio", 10, Loss(1.2, [0.3, 0.31, 0.29])),
        ("NoiseMultiple", 100, Run(0.6, Steady)),
        ("BetterShare", 1, Run(0.6, Steady)),
        ("GraveDrop", 0.9, Run(0.6, Steady)));

    [Fact]
    public void A_run_that_fell_behind_is_told_from_one_that_did_not_and_from_one_without_predecessors()
        => Case.ShouldTellFaultyFromHealthy(Run(0.92, Steady), Runs.Empty);

    [Fact]
    public void The_verdict_turns_on_each_limit_alone() => Case.ShouldTurnOnEachLimit();

    [Fact]
    public void Parameters_that_no_earlier_run_had_are_named()
    {
        RunArtifacts run = Run(0.6, Steady, own: new() { ["lr"] = "0.5", ["batch_size"] = "32" }, others: new() { ["lr"] = "0.001", ["batch_size"] = "32" });
        Found(run).Description.ShouldContain("Not as in any of them: learning_rate 0.5 (before: 0.001).");
        Found(Run(0.6, Steady)).Description.ShouldContain("No parameter that was logged differs");
    }

    [Theory]
    [InlineData(new[] { 0.95, 0.6, 0.9, 0.75, 0.55, 0.85, 0.7 }, 0.52)]
    [InlineData(new[] { 0.7, 0.9 }, 0.72)]
    [InlineData(new[] { 0.93, 0.94, 0.935 }, 0.91)]
    [InlineData(new[] { 0.5, 0.51, 0.49 }, 0.95)]
    public void A_run_within_what_runs_differ_by_is_no_regression(double[] earlier, double own)
        => new RegressionVsPreviousRunDetector().Detect(Run(own, earlier), TestContext.Current.CancellationToken).ShouldBeOfType<Detection.Clean>();

    [Fact]
    public void Repeats_that_differ_widely_widen_the_noise()
    {
        // Two settings, each repeated: between repeats runs differ by a tenth.
        double[] earlier = [0.80, 0.98, 0.82, 0.97];
        new RegressionVsPreviousRunDetector().Detect(Run(0.72, earlier), TestContext.Current.CancellationToken).ShouldBeOfType<Detection.Clean>();
        new RegressionVsPreviousRunDetector().Detect(Run(0.72, [0.89, 0.9, 0.88, 0.9]), TestContext.Current.CancellationToken).ShouldBeOfType<Detection.Found>();
    }

    [Fact]
    public void Runs_on_other_data_or_with_another_loss_say_nothing()
    {
        new RegressionVsPreviousRunDetector().Detect(Run(0.6, Steady, own: new() { ["dataset"] = "wine" }, others: new() { ["dataset"] = "digits" }), TestContext.Current.CancellationToken).ShouldBeOfType<Detection.NotAssessable>();
        RunArtifacts loss = Loss(1.2, [0.3, 0.31, 0.29], own: new() { ["loss"] = "mae" }, others: new() { ["loss"] = "mse" });
        new RegressionVsPreviousRunDetector().Detect(loss, TestContext.Current.CancellationToken).ShouldBeOfType<Detection.NotAssessable>();
    }

    [Fact]
    public void A_metric_of_unknown_direction_and_one_of_the_training_rows_are_not_judged()
    {
        foreach (string metric in (string[])["val_goodness", "train_loss", "val_lr"])
            new RegressionVsPreviousRunDetector().Detect(With(metric, 0.1, [9, 9.1, 9.05], [], []), TestContext.Current.CancellationToken).ShouldBeOfType<Detection.NotAssessable>();
    }

    [Fact]
    public void A_run_that_still_trains_is_not_held_against_finished_ones()
        => new RegressionVsPreviousRunDetector().Detect(Run(0.6, Steady) with { Status = RunStatus.Running }, TestContext.Current.CancellationToken).ShouldBeOfType<Detection.NotAssessable>();

    [Fact]
    public async Task The_runs_own_causes_and_plan_are_the_same_with_and_without_predecessors()
    {
        RunArtifacts alone = Runs.Healthy;
        AnalysisResult without = await AnalysisPipeline.Default.RunAsync(alone, new AnalysisOptions()), with = await AnalysisPipeline.Default.RunAsync(alone with { Earlier = Run(0.6, Steady).Earlier }, new AnalysisOptions());

        with.Findings.Select(f => f.Code).ShouldBe([.. without.Findings.Select(f => f.Code), Codes.RegressionVsPreviousRun], ignoreOrder: true);
        with.RootCauses.ShouldBeEquivalentTo(without.RootCauses);
        with.ActionPlan.Select(a => a.ActionCode).ShouldBe(without.ActionPlan.Select(a => a.ActionCode));
        without.NotAssessed.ShouldContain(n => n.Code == Codes.RegressionVsPreviousRun);
    }

    private static Finding Found(RunArtifacts run) => new RegressionVsPreviousRunDetector().Detect(run, TestContext.Current.CancellationToken).ShouldBeOfType<Detection.Found>().Findings[0];

    private static RunArtifacts Run(double accuracy, double[] earlier) => With("val_acc", accuracy, earlier, [], []);

    private static RunArtifacts Run(double accuracy, double[] earlier, Dictionary<string, string> own, Dictionary<string, string> others) => With("val_acc", accuracy, earlier, own, others);

    private static RunArtifacts Loss(double value, double[] earlier, Dictionary<string, string>? own = null, Dictionary<string, string>? others = null) => With("valid_loss", value, earlier, own ?? [], others ?? []);

    private static RunArtifacts With(string metric, double value, double[] earlier, Dictionary<string, string> own, Dictionary<string, string> others)
        => Runs.Healthy with { Status = RunStatus.Finished, Earlier = new EarlierRuns(Stored("own", metric, value, own), [.. earlier.Select((v, i) => Stored(FormattableString.Invariant($"r{i}"), metric, v, others))]) };

    private static StoredRun Stored(string id, string metric, double value, Dictionary<string, string> settings) => new() { RunId = id, Metrics = new Dictionary<string, double> { [metric] = value, ["train_acc"] = 0.99 }, Params = settings };
}
