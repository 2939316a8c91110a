using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Agents;

/// <summary>How sure a root cause is: the probability that it is what hurts, or for a symptom that is never the cause, that it is there.</summary>
public sealed class RootCauseTests
{
    private static readonly RunArtifacts Run = new() { RunId = "run", Digest = "", Training = Some.HealthyRun.With("train_accuracy", Curves.Line(0.1, 0.1, 40)).With("val_accuracy", Curves.Line(0.1, 0.1, 40)) };

    [Fact]
    public void A_symptom_that_is_never_the_cause_is_as_sure_as_it_is_seen()
        => Cause(new CalibrationEntry(Codes.NoLearning, 90, 90, 90, 0)).Confidence.ShouldBe(0.9);

    [Fact]
    public void A_symptom_that_can_be_the_cause_is_as_sure_as_it_hurts()
    {
        // (9 + 4 · 0.9 · 0.5) / (90 + 4)
        Cause(new CalibrationEntry(Codes.Overfitting, 90, 90, 90, 9)).Confidence.ShouldBe(10.8 / 94, 1e-12);
    }

    [Fact]
    public void What_is_likelier_to_hurt_comes_first_whatever_its_severity()
    {
        Finding[] findings = [Finding.Of(Codes.InsufficientEpochs, Severity.High, 0.9, ""), Finding.Of(Codes.LabelNoise, Severity.Medium, 0.9, "")];
        var calibration = new Calibration([new CalibrationEntry(Codes.InsufficientEpochs, 90, 90, 90, 30), new CalibrationEntry(Codes.LabelNoise, 90, 90, 90, 60)]);
        new CrossArtifactIntegrationAgent([], calibration, Differential.None)
            .Run(Run, [new AgentReport { AgentName = AgentNames.Training, Findings = findings }], TestContext.Current.CancellationToken)
            .RootCauses.Select(c => c.Code).ShouldBe([Codes.LabelNoise, Codes.InsufficientEpochs]);
    }

    private static RootCause Cause(CalibrationEntry entry)
        => new CrossArtifactIntegrationAgent([], new Calibration([entry]), Differential.None)
            .Run(Run, [new AgentReport { AgentName = AgentNames.Training, Findings = [Finding.Of(entry.Code, Severity.High, 0.9, "")] }], TestContext.Current.CancellationToken)
            .RootCauses.ShouldHaveSingleItem();
}
