using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Agents;

/// <summary>The verdict in a few sentences, word by word.</summary>
public sealed class SummaryTextTests
{
    private static readonly AgentOutcome<AgentReport> Done = new AgentOutcome<AgentReport>.Finished(new AgentReport { AgentName = "" });
    private static readonly AgentOutcome<AgentReport> Late = new AgentOutcome<AgentReport>.TimedOut();
    private static readonly AgentOutcome<AgentReport> Broken = new AgentOutcome<AgentReport>.Failed("");
    private static readonly AgentOutcome<AgentReport> Off = new AgentOutcome<AgentReport>.SwitchedOff();
    private static readonly AgentOutcome<AgentReport> None = new AgentOutcome<AgentReport>.NothingToRead();
    private static readonly Advice NoPlan = new([]);

    [Fact]
    public void A_healthy_run_has_no_fault_in_what_was_logged()
        => Verdict([]).ShouldBe("No fault found in what was logged.");

    [Fact]
    public void Minor_findings_are_counted()
    {
        Verdict([Found(Codes.NoisyValidation, Severity.Low)]).ShouldBe("No fault found that costs quality; 1 minor remark.");
        Verdict([Found(Codes.NoisyValidation, Severity.Low), Found(Codes.DuplicateSamples, Severity.Low)]).ShouldBe("No fault found that costs quality; 2 minor remarks.");
    }

    [Fact]
    public void Findings_that_are_no_root_cause_are_named_the_minor_ones_are_not()
        => Verdict([Found(Codes.Overfitting, Severity.Medium), Found(Codes.NoisyValidation, Severity.Low), Found(Codes.ClassImbalance, Severity.High)]).ShouldBe("Found: overfitting, class imbalance.");

    [Fact]
    public void The_first_cause_is_named_with_its_confidence_in_two_digits_and_with_the_first_action()
    {
        Verdict([], [Cause(Codes.LabelNoise, 0.8765)]).ShouldBe("Most likely: wrong labels (confidence 0.88).");
        Verdict([], [Cause(Codes.LabelNoise, 0.8765)], Plan("Correct the labels.", "Train longer.")).ShouldBe("Most likely: wrong labels (confidence 0.88). First: Correct the labels.");
    }

    [Fact]
    public void Further_causes_follow_in_their_order()
        => Verdict([], [Cause(Codes.LabelNoise, 0.5), Cause(Codes.Overfitting, 0.4), Cause(Codes.ClassImbalance, 0.3)], Plan("Correct the labels."))
            .ShouldBe("Most likely: wrong labels (confidence 0.5). First: Correct the labels. Also: overfitting, class imbalance.");

    [Fact]
    public void What_the_cross_artifact_agent_found_itself_counts()
    {
        var integration = new Integration { Own = new AgentReport { AgentName = AgentNames.CrossArtifact, Findings = [Found(Codes.Overfitting, Severity.High)] }, Reports = [], RootCauses = [] };
        SummaryText.Of(Progress(Done, Done, Done), integration, NoPlan).ShouldBe("Found: overfitting.");
    }

    [Fact]
    public void Missing_artifacts_are_named_first_those_of_deepchecks_before_all()
    {
        State(Done, Done, None).ShouldBe("Training and dataset analysis completed. Data quality analysis unavailable due to missing artifacts.");
        State(Done, None, None).ShouldBe("Training analysis completed. Data quality analysis unavailable due to missing artifacts.");
        State(Done, None, Done).ShouldBe("Training and data quality analysis completed. Dataset analysis unavailable due to missing artifacts.");
        State(None, Done, Done).ShouldBe("Dataset and data quality analysis completed. Training analysis unavailable due to missing artifacts.");
        State(None, None, Done).ShouldBe("Data quality analysis completed. Dataset analysis unavailable due to missing artifacts.");
        State(Done, Done, Off).ShouldBe("");
        State(Off, None, Off).ShouldBe("");
    }

    [Fact]
    public void Agents_that_did_not_finish_make_it_partial()
    {
        State(Late, Done, Done).ShouldBe("Partial analysis available. Training analysis incomplete.");
        State(Broken, Done, Done).ShouldBe("Partial analysis available. Training analysis incomplete.");
        State(Done, Late, Done).ShouldBe("Partial analysis available. Training issues identified but not every agent completed.");
        State(Done, Done, Broken).ShouldBe("Partial analysis available. Training issues identified but not every agent completed.");
        SummaryText.Of(Progress(Done, Done, Done, advised: false), Found(), null).ShouldBe("Partial analysis available. Training issues identified but optimization advice incomplete. No fault found in what was logged.");
    }

    [Fact]
    public void A_run_without_artifacts_is_told_what_to_log()
        => SummaryText.Of(new AgentProgress(new RunArtifacts { RunId = "", Digest = "" }, new AnalysisOptions(), Named(None, None, None), new AgentOutcome<Integration>.Finished(Found()), new AgentOutcome<Advice>.Finished(NoPlan)), Found(), NoPlan)
            .ShouldBe("Nothing to analyse: the run has no metrics, no dataset artifacts and no deepchecks artifacts. Log a loss every epoch to have the training judged.");

    private static string Verdict(Finding[] findings, RootCause[]? causes = null, Advice? advice = null) => SummaryText.Of(Progress(Done, Done, Done), Found(findings) with { RootCauses = causes ?? [] }, advice ?? NoPlan);

    /// <summary>What stands before the verdict of a healthy run.</summary>
    private static string State(AgentOutcome<AgentReport> training, AgentOutcome<AgentReport> dataset, AgentOutcome<AgentReport> deepchecks)
    {
        const string verdict = "No fault found in what was logged.";
        string text = SummaryText.Of(Progress(training, dataset, deepchecks), Found(), NoPlan);
        text.ShouldEndWith(verdict);
        return text[..^verdict.Length].TrimEnd();
    }

    private static AgentProgress Progress(AgentOutcome<AgentReport> training, AgentOutcome<AgentReport> dataset, AgentOutcome<AgentReport> deepchecks, bool advised = true)
        => new(new RunArtifacts { RunId = "", Digest = "", Training = Some.Run }, new AnalysisOptions(), Named(training, dataset, deepchecks), new AgentOutcome<Integration>.Finished(Found()), advised ? new AgentOutcome<Advice>.Finished(NoPlan) : new AgentOutcome<Advice>.TimedOut());

    private static (string, AgentOutcome<AgentReport>)[] Named(AgentOutcome<AgentReport> training, AgentOutcome<AgentReport> dataset, AgentOutcome<AgentReport> deepchecks)
        => [(AgentNames.Training, training), (AgentNames.Dataset, dataset), (AgentNames.Deepchecks, deepchecks)];

    private static Integration Found(params Finding[] findings) => new() { Own = new AgentReport { AgentName = AgentNames.CrossArtifact }, Reports = [new AgentReport { AgentName = AgentNames.Training, Findings = findings }], RootCauses = [] };

    private static Finding Found(string code, Severity severity) => Finding.Of(code, severity, 0.9, "");

    private static RootCause Cause(string code, double confidence) => new() { Code = code, Title = Knowledge.CodePages.TitleOf(code), Confidence = confidence };

    private static Advice Plan(params string[] actions) => new([.. actions.Select((a, i) => new PlannedAction { Rank = i + 1, ActionCode = "", Action = a, Rationale = "", Confidence = 1 })]);
}
