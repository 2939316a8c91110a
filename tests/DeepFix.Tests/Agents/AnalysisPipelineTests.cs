using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Tests.Agents;

public sealed class AnalysisPipelineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_three_analysers_run_at_the_same_time()
    {
        using var barrier = new Barrier(3);
        var parameters = Engine(
            training: _ => Meets(barrier),
            dataset: _ => Meets(barrier),
            deepchecks: _ => Meets(barrier));

        AnalysisResult result = await new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions());

        result.Status.ShouldBe(AnalysisStatus.Completed);
        result.AgentResults.Select(a => a.AgentName).ShouldBe([AgentNames.Training, AgentNames.Dataset, AgentNames.Deepchecks, AgentNames.CrossArtifact, AgentNames.Advisor]);
    }

    [Fact]
    public async Task An_analyser_that_throws_is_named_and_the_others_are_whole()
    {
        var parameters = Engine(training: _ => Found(Codes.Overfitting), dataset: _ => throw new InvalidOperationException("secret /etc/passwd"), deepchecks: _ => Clean());

        AnalysisResult result = await new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions());

        result.Status.ShouldBe(AnalysisStatus.Partial);
        AgentResult failed = result.AgentResults.Single(a => a.AgentName == AgentNames.Dataset);
        failed.ErrorMessage.ShouldNotBeNull().ShouldNotContain("secret");
        failed.Analysis.ShouldBeEmpty();
        result.Warnings.ShouldContain("DatasetArtifactsAnalyzer failed");
        result.Findings.ShouldHaveSingleItem().Code.ShouldBe(Codes.Overfitting);
        result.RootCauses.ShouldHaveSingleItem().Code.ShouldBe(Codes.Overfitting);
        result.ActionPlan.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_analyser_that_ignores_its_token_is_left_behind_and_named()
    {
        using var release = new ManualResetEventSlim();
        using var training = new CancellationTokenSource();
        var parameters = Engine(
            training: _ =>
            {
                training.Cancel();
                release.Wait(Patience, CancellationToken.None);
                return Clean();
            },
            dataset: _ => Found(Codes.ClassImbalance));

        AnalysisResult result = await new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions(), null, new AgentTokens(CancellationToken.None) { [AgentNames.Training] = training.Token });
        release.Set();

        result.Status.ShouldBe(AnalysisStatus.Partial);
        result.AgentResults.ShouldNotContain(a => a.AgentName == AgentNames.Training);
        result.Warnings.ShouldContain("TrainingArtifactsAnalyzer did not complete");
        result.Findings.ShouldHaveSingleItem().Code.ShouldBe(Codes.ClassImbalance);
        result.NotAssessed.ShouldContain(n => n.Code == Codes.NanLoss && n.Because.Contains("out of time"));
    }

    [Fact]
    public async Task An_advisor_without_time_gives_the_partial_result_of_the_specification()
    {
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        AnalysisResult result = await new AnalysisPipeline(Engine(training: _ => Found(Codes.Overfitting)))
            .RunAsync(WholeRun, new AnalysisOptions(), null, new AgentTokens(CancellationToken.None) { [AgentNames.Advisor] = over.Token });

        result.Status.ShouldBe(AnalysisStatus.Partial);
        result.Warnings.Take(2).ShouldBe(["Analysis timed out after 60s", "OptimizationAdvisor did not complete"]);
        result.Summary.ShouldStartWith("Partial analysis available. Training issues identified but optimization advice incomplete.");
        result.AgentResults.Select(a => a.AgentName).ShouldBe([AgentNames.Training, AgentNames.Dataset, AgentNames.Deepchecks, AgentNames.CrossArtifact]);
        result.ActionPlan.ShouldBeEmpty();
    }

    [Fact]
    public async Task Missing_artifacts_give_the_warnings_and_summary_of_the_specification()
    {
        AnalysisResult result = await new AnalysisPipeline(Engine()).RunAsync(WholeRun with { Dataset = null, Deepchecks = null }, new AnalysisOptions());

        result.Status.ShouldBe(AnalysisStatus.Completed);
        result.Warnings.ShouldBe(["Deepchecks artifacts not found - skipping data quality analysis", "Dataset metadata not found - skipping dataset analysis"]);
        result.Summary.ShouldStartWith("Training analysis completed. Data quality analysis unavailable due to missing artifacts.");
        result.AgentResults.Select(a => a.AgentName).ShouldNotContain(AgentNames.Dataset);
        result.NotAssessed.ShouldContain(n => n.Code == Codes.ClassImbalance && n.LogToEnable!.Contains("dataset/metadata.yaml"));
    }

    [Fact]
    public async Task An_agent_switched_off_is_absent_without_a_warning_and_its_codes_are_not_assessed()
    {
        AnalysisResult result = await new AnalysisPipeline(Engine()).RunAsync(WholeRun, new AnalysisOptions { EnableTrainingAnalysis = false, EnableDeepchecksAnalysis = false });

        result.Status.ShouldBe(AnalysisStatus.Completed);
        result.Warnings.ShouldBeEmpty();
        result.AgentResults.Select(a => a.AgentName).ShouldBe([AgentNames.Dataset, AgentNames.CrossArtifact, AgentNames.Advisor]);
        result.NotAssessed.ShouldContain(new NotAssessed(Codes.NanLoss, "switched off", null));
    }

    [Fact]
    public async Task A_run_without_anything_is_completed_and_says_what_to_log()
    {
        var empty = new RunArtifacts { RunId = "r", Digest = "" };

        AnalysisResult result = await new AnalysisPipeline(Engine()).RunAsync(empty, new AnalysisOptions());

        result.Status.ShouldBe(AnalysisStatus.Completed);
        result.Summary.ShouldStartWith("Nothing to analyse");
        result.Warnings.ShouldContain("Training metrics not found - skipping training analysis");
        result.RootCauses.ShouldBeEmpty();
        result.NotAssessed.ShouldAllBe(n => n.LogToEnable != null);
    }

    [Fact]
    public async Task The_callers_token_ends_the_analysis()
    {
        using var caller = new CancellationTokenSource();
        var parameters = Engine(training: ct =>
        {
            caller.Cancel();
            ct.ThrowIfCancellationRequested();
            return Clean();
        });

        await Should.ThrowAsync<OperationCanceledException>(() => new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions(), null, new AgentTokens(caller.Token)));
    }

    [Fact]
    public async Task A_code_that_two_agents_found_stands_once_with_the_numbers_of_both()
    {
        var parameters = Engine(dataset: _ => Found(Codes.FeatureDrift, Severity.Medium, "dataset"), deepchecks: _ => Found(Codes.FeatureDrift, Severity.High, "deepchecks"));

        AnalysisResult result = await new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions());

        Finding finding = result.Findings.ShouldHaveSingleItem();
        result.AgentResults.Single(a => a.Analysis.Count > 0).AgentName.ShouldBe(AgentNames.Deepchecks);
        finding.EvidenceItems.Select(e => e.Source).ShouldBe(["deepchecks", "dataset"]);
    }

    [Fact]
    public async Task A_cause_comes_before_the_symptoms_that_it_explains()
    {
        var parameters = Engine(training: _ => new Detection.Found([Finding(Codes.NanLoss, FindingKind.Symptom, Severity.High), Finding(Codes.LearningRateTooHigh, FindingKind.Cause, Severity.High)]));

        AnalysisResult result = await new AnalysisPipeline(parameters).RunAsync(WholeRun, new AnalysisOptions());

        RootCause cause = result.RootCauses.ShouldHaveSingleItem();
        cause.Code.ShouldBe(Codes.LearningRateTooHigh);
        cause.Explains.ShouldBe([Codes.NanLoss]);
        result.ActionPlan[0].ActionCode.ShouldBe(Actions.DecreaseLearningRate);
        result.ActionPlan[0].Parameters["learning_rate"]!.GetValue<double>().ShouldBe(0.1);
    }

    [Fact]
    public async Task A_low_finding_alone_brings_neither_cause_nor_plan()
    {
        AnalysisResult result = await new AnalysisPipeline(Engine(training: _ => Found(Codes.Overfitting, Severity.Low))).RunAsync(WholeRun, new AnalysisOptions());

        result.Findings.ShouldHaveSingleItem();
        result.RootCauses.ShouldBeEmpty();
        result.ActionPlan.ShouldBeEmpty();
    }

    [Fact]
    public async Task Progress_tells_the_stages_in_order()
    {
        List<string> stages = [];
        await new AnalysisPipeline(Engine()).RunAsync(WholeRun, new AnalysisOptions(), new Told(stages.Add));
        stages.ShouldBe(["analyzing", "integrating", "advising", "done"]);
    }

    private static RunArtifacts WholeRun { get; } = new()
    {
        RunId = "run",
        Digest = "d",
        Training = new TrainingArtifacts { Metrics = MetricTable.Empty, Parameters = new TrainingParameters { LearningRate = 0.5 } },
        Dataset = new DatasetArtifacts(),
        Deepchecks = new DeepchecksArtifacts(),
    };

    private static EngineParameters Engine(Func<CancellationToken, Detection>? training = null, Func<CancellationToken, Detection>? dataset = null, Func<CancellationToken, Detection>? deepchecks = null) => new()
    {
        Training = [new Scripted<TrainingArtifacts>(Codes.NanLoss, training ?? (_ => Clean()))],
        Dataset = [new Scripted<DatasetArtifacts>(Codes.ClassImbalance, dataset ?? (_ => Clean()))],
        Deepchecks = [new Scripted<DeepchecksArtifacts>(Codes.NewLabel, deepchecks ?? (_ => Clean()))],
        CrossArtifact = [],
        Calibration = Calibration.None,
    };

    private static Detection Meets(Barrier barrier) => barrier.SignalAndWait(Patience) ? Clean() : throw new TimeoutException("The analysers did not run at the same time.");

    private static Detection.Clean Clean() => new();

    private static Detection.Found Found(string code, Severity severity = Severity.High, string? source = null) => new(Finding(code, Vocabulary.Of(code).Kind, severity, source));

    private static Finding Finding(string code, FindingKind kind, Severity severity, string? source = null) => new()
    {
        Code = code,
        Kind = kind,
        Severity = severity,
        Confidence = 0.9,
        Description = "seen",
        Evidence = "",
        EvidenceItems = [new Evidence { Measure = "measured", Value = 1, Source = source }],
    };

    private sealed class Scripted<TArtifacts>(string code, Func<CancellationToken, Detection> says) : Detector<TArtifacts>
    {
        public override string Code => code;

        public override IReadOnlyList<Limit> AllLimits => [];

        public override IReadOnlyList<string> Reads => [];

        public override Detection Detect(TArtifacts artifacts, CancellationToken cancellationToken) => says(cancellationToken);
    }

    private sealed class Told(Action<string> tell) : IProgress<AnalysisStage>
    {
        public void Report(AnalysisStage value) => tell(value.Name);
    }
}
