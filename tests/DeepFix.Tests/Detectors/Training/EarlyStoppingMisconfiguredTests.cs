using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class EarlyStoppingMisconfiguredTests
{
    private static readonly EarlyStoppingMisconfigured Detector = new();

    [Theory]
    [InlineData("early_stopping_patience=5", 10, 12)]
    [InlineData("patience=5 early_stopping_monitor=val_loss", 10, 12)]
    [InlineData("callbacks.EarlyStopping.patience=5 callbacks.EarlyStopping.monitor=val_loss", 10, 12)]
    [InlineData("early_stopping_patience=5 early_stopping_monitor=val_acc early_stopping_mode=max", 10, 12)]
    [InlineData("early_stopping_patience=5 early_stopping_min_delta=0.01", 10, 8)]
    public void Training_that_goes_on_after_the_patience_is_named(string rule, int until, int after) => Detector.Found(Run(rule, until, after)).Severity.ShouldBe(Severity.Medium);

    [Theory]
    [InlineData("early_stopping_patience=5", 10, 5)]
    [InlineData("early_stopping_patience=5", 10, 6)]
    [InlineData("early_stopping_patience=5 min_epochs=17", 10, 7)]
    [InlineData("lr_patience=3", 10, 12)]
    [InlineData("early_stopping_patience=5 early_stopping_monitor=val_accuracy early_stopping_mode=max", 10, 5)]
    [InlineData("early_stopping_patience=5 early_stopping_monitor=loss", 10, 0)]
    [InlineData("early_stopping=false patience=3", 10, 12)]
    public void A_rule_that_the_log_follows_is_not_found(string rule, int until, int after) => Detector.On(Run(rule, until, after, planned: until + after)).ShouldNotBeOfType<DeepFix.Detection.Found>();

    [Fact]
    public void An_end_while_the_metric_improves_is_named_unless_something_else_ended_it()
    {
        TrainingArtifacts early = Run("early_stopping_patience=5", 10, 0, planned: 30);
        Detector.Found(early).Severity.ShouldBe(Severity.Medium);
        Detector.Found(early with { Status = RunStatus.Unknown }).Severity.ShouldBe(Severity.Low);
        Detector.Clean(early with { Status = RunStatus.Killed });
        Detector.Clean(early with { Status = RunStatus.Running });
        Detector.Clean(Run("early_stopping_patience=5 max_steps=100", 10, 0, planned: 30));
        Detector.Clean(Run("early_stopping_patience=5", 10, 5, planned: 30));
    }

    [Fact]
    public void A_direction_a_name_a_patience_or_a_delta_that_cannot_work_is_named()
    {
        Detector.Found(Run("early_stopping_patience=5 early_stopping_monitor=val_loss early_stopping_mode=max", 10, 0)).Severity.ShouldBe(Severity.Medium);
        Detector.Found(Run("early_stopping_patience=5 metric_for_best_model=eval_accuracy greater_is_better=False", 10, 0)).Description.ShouldContain("mode min");
        Detector.Found(Run("early_stopping_patience=5 monitor=val_dice", 10, 0)).Severity.ShouldBe(Severity.Low);
        Detector.Found(Run("early_stopping_patience=50", 10, 0)).Description.ShouldContain("cannot run out");
        Detector.Found(Run("early_stopping_patience=9 early_stopping_min_delta=5", 10, 0)).Description.ShouldContain("min_delta");
        Detector.Clean(Run("early_stopping_patience=5 monitor=eval_accuracy mode=max", 10, 0));
    }

    [Fact]
    public void Where_epochs_are_missing_the_rule_is_not_followed()
    {
        Detector.On(Run("early_stopping_patience=2", 10, 12).Halved()).ShouldNotBeOfType<DeepFix.Detection.Found>();
        Detector.NotAssessable(Some.HealthyRun);
        Detector.NotAssessable(Some.Run.Declaring(new TrainingParameters { Raw = new Dictionary<string, string> { ["early_stopping_patience"] = "3" } }));
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new EarlyStoppingMisconfigured.Limits();
        EarlyStoppingMisconfigured Make(EarlyStoppingMisconfigured.Limits l) => new(l);
        Run("early_stopping_patience=5", 10, 12).TurnOn(limits, Make, l => l with { FewestPoints = l.FewestPoints.At(100) });
        Run("early_stopping_patience=5", 10, 12).TurnOn(limits, Make, l => l with { Overrun = l.Overrun.At(20) });
        Run("early_stopping_patience=5", 10, 0, planned: 30).TurnOn(limits, Make, l => l with { Unspent = l.Unspent.At(20) });
        Run("early_stopping_patience=5 early_stopping_mode=max", 10, 0).TurnOn(limits, Make, l => l with { Contradictions = l.Contradictions.At(1) });
        Run("early_stopping_patience=50", 10, 0).TurnOn(limits, Make, l => l with { PatienceShare = l.PatienceShare.At(10) });
        Run("early_stopping_patience=9 early_stopping_min_delta=5", 10, 0).TurnOn(limits, Make, l => l with { LargestGain = l.LargestGain.At(100) });
    }

    // Improves for so many epochs, then not for so many more.
    private static TrainingArtifacts Run(string rule, int until, int after, int? planned = null)
    {
        double[] losses = [.. Curves.Line(2, 1, until), .. Curves.Line(1.05, 1.3, after)], scores = [.. Curves.Line(0.3, 0.8, until), .. Curves.Line(0.79, 0.7, after)];
        return Some.Run.With("train_loss", Curves.Line(2, 0.5, until + after)).With("val_loss", losses).With("val_accuracy", scores)
            .Declaring(new TrainingParameters { NumEpochs = planned ?? until + after, Raw = rule.Split(' ').ToDictionary(r => r.Split('=')[0], r => r.Split('=')[1]) });
    }
}
