using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Agents;

/// <summary>What a result is put together from.</summary>
public sealed class ResultAssemblyTests
{
    private static readonly RunArtifacts Run = new() { RunId = "r-1", Digest = "abc", Training = Some.Run, Warnings = ["of the record"], AnalyzedPaths = ["training_artifacts/metrics.csv"] };
    private static readonly AgentOutcome<AgentReport> None = new AgentOutcome<AgentReport>.NothingToRead();
    private static readonly AgentOutcome<Advice> Advised = new AgentOutcome<Advice>.Finished(new Advice([]));

    [Fact]
    public void The_run_is_named_as_it_was_recorded()
    {
        AnalysisResult result = Assemble(Run with { Name = "night", Status = RunStatus.Failed });
        result.RunId.ShouldBe("r-1");
        result.RunName.ShouldBe("night");
        result.RunStatus.ShouldBe("FAILED");
        result.ArtifactsDigest.ShouldBe("abc");
        result.EngineVersion.ShouldNotContain('+');
        result.EngineVersion.ShouldContain('.');
        Assemble(Run with { Name = "" }).RunName.ShouldBeNull();
        Assemble(Run).RunStatus.ShouldBeNull();
    }

    [Fact]
    public void Warnings_of_the_record_follow_those_of_the_agents()
        => Assemble(Run).Warnings.ShouldBe(["Deepchecks artifacts not found - skipping data quality analysis", "Dataset metadata not found - skipping dataset analysis", "of the record"]);

    [Fact]
    public void Every_finding_carries_a_recommendation_and_the_page_that_it_rests_on()
    {
        AgentResult training = Assemble(Run, Report(findings: [Finding.Of(Codes.Overfitting, Severity.High, 0.9, "")])).AgentResults[0];
        training.AgentName.ShouldBe(AgentNames.Training);
        training.Analysis.ShouldHaveSingleItem().Recommendations.ActionCode.ShouldNotBeEmpty();
        KnowledgeItem page = training.RetrievedKnowledge.ShouldHaveSingleItem();
        page.Metadata.Id.ShouldBe(Codes.Overfitting);
        page.Content.Length.ShouldBeGreaterThan(200);
        page.Source.ShouldContain("; ");
        (page.Confidence, page.RelevanceScore).ShouldBe((1, 1));
    }

    [Fact]
    public void Agents_that_failed_say_why_and_agents_that_ran_out_of_time_are_absent()
    {
        AnalysisResult result = Assemble(Run, new AgentOutcome<AgentReport>.Failed("broke"), new AgentOutcome<AgentReport>.TimedOut(), new AgentOutcome<Integration>.Failed("fell"), new AgentOutcome<Advice>.Failed("sank"));
        result.Status.ShouldBe(AnalysisStatus.Partial);
        result.AgentResults.Select(a => (a.AgentName, a.ErrorMessage)).ShouldBe([(AgentNames.Training, "broke"), (AgentNames.CrossArtifact, "fell"), (AgentNames.Advisor, "sank")]);
        Assemble(Run, Report(), None, new AgentOutcome<Integration>.TimedOut(), new AgentOutcome<Advice>.TimedOut()).AgentResults.Select(a => a.AgentName).ShouldBe([AgentNames.Training]);
    }

    [Fact]
    public void The_advisor_has_looked_at_all_that_was_analysed()
        => Assemble(Run).AgentResults[^1].AnalyzedArtifacts.ShouldBe(["training_artifacts/metrics.csv"]);

    [Fact]
    public void What_is_open_is_named_once_in_the_order_of_the_codes_unless_another_agent_judged_it()
    {
        NotAssessed[] open = [new(Codes.VanishingGradients, "no norms", "Log them."), new(Codes.BadInitialization, "first", null), new(Codes.BadInitialization, "second", null), new(Codes.NewLabel, "", null)];
        var clean = new Dictionary<string, IReadOnlyList<Evidence>> { [Codes.NewLabel] = [] };
        IReadOnlyList<NotAssessed> told = Assemble(Run, Report(open, clean, Finding.Of(Codes.FeatureDrift, Severity.Low, 0.5, ""))).NotAssessed;

        told.Select(n => n.Code).ShouldBe(told.Select(n => n.Code).Distinct().Order(StringComparer.Ordinal));
        told.ShouldContain(open[0]);
        told.Single(n => n.Code == Codes.BadInitialization).Because.ShouldBe("first");
        told.ShouldNotContain(n => n.Code == Codes.NewLabel || n.Code == Codes.FeatureDrift);
        told.Single(n => n.Code == Codes.ClassImbalance).ShouldBe(new NotAssessed(Codes.ClassImbalance, "The run has no artifacts for DatasetArtifactsAnalyzer.", "Log dataset/metadata.yaml (dataset_name, num_train_samples, num_classes) and, better, dataset/statistics.json."));
        told.Single(n => n.Code == Codes.PoorCalibration).LogToEnable.ShouldBe("Log deepchecks/results.yaml, the results of the deepchecks suites.");
    }

    [Fact]
    public void The_codes_of_an_agent_without_a_report_say_why_they_are_open()
    {
        Because(None).ShouldBe(new NotAssessed(Codes.NanLoss, "The run has no artifacts for TrainingArtifactsAnalyzer.", "Log a loss every epoch (mlflow.log_metric), or training_artifacts/metrics.csv with step, epoch, train_loss, val_loss."));
        Because(new AgentOutcome<AgentReport>.SwitchedOff()).ShouldBe(new NotAssessed(Codes.NanLoss, "switched off", null));
        Because(new AgentOutcome<AgentReport>.TimedOut()).ShouldBe(new NotAssessed(Codes.NanLoss, "TrainingArtifactsAnalyzer ran out of time.", "Nothing: ask again with a larger max_analysis_time."));
        Because(new AgentOutcome<AgentReport>.Failed("broke")).ShouldBe(new NotAssessed(Codes.NanLoss, "TrainingArtifactsAnalyzer failed.", null));

        static NotAssessed Because(AgentOutcome<AgentReport> training) => Assemble(Run, training).NotAssessed.Single(n => n.Code == Codes.NanLoss);
    }

    private static AgentOutcome<AgentReport> Report(NotAssessed[]? open = null, Dictionary<string, IReadOnlyList<Evidence>>? clean = null, params Finding[] findings)
        => new AgentOutcome<AgentReport>.Finished(new AgentReport { AgentName = AgentNames.Training, Findings = findings, NotAssessed = open ?? [], Clean = clean ?? [] });

    private static AnalysisResult Assemble(RunArtifacts run, AgentOutcome<AgentReport>? training = null, AgentOutcome<AgentReport>? dataset = null, AgentOutcome<Integration>? integration = null, AgentOutcome<Advice>? advice = null)
    {
        AgentOutcome<AgentReport>[] analysts = [training ?? Report(), dataset ?? None, None];
        Integration weighed = Integration.Unweighed([.. analysts.Select(a => a.Report).OfType<AgentReport>()]);
        return new ResultAssembly(run, new AnalysisOptions(), AnalysisPipeline.Default).Assemble(analysts, integration ?? new AgentOutcome<Integration>.Finished(weighed), weighed, advice ?? Advised);
    }
}
