using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class LossShapeTests
{
    private static readonly TrainingArtifacts Swinging = Some.Run.With("train_loss", Curves.Fall(2, 0.8, 40).Noisy(0.3));
    private static readonly TrainingArtifacts Jittery = Some.Run.With("val_loss", Curves.Fall(2, 0.8, 40).Noisy(0.1));
    private static readonly TrainingArtifacts Flattered = Some.Run.With("train_loss", Curves.Fall(2, 1, 30)).With("val_loss", Curves.Fall(1.6, 0.5, 30));
    private static readonly TrainingArtifacts Doubled = Some.Run
        .With("train_loss", Curves.Fall(2.3, 1.5, 40, 4)).With("train_accuracy", Curves.Fall(0.1, 0.98, 40, 4)).WithFacts(new TaskFacts { NumClasses = 10 });

    [Fact]
    public void A_loss_that_swings_by_much_of_its_fall_oscillates()
    {
        new LossOscillation().Found(Swinging).Severity.ShouldBe(Severity.Low);
        new LossOscillation().Clean(Some.HealthyRun);
        new LossOscillation().NotAssessable(Some.Run);
        new LossOscillation().NotAssessable(Some.Run.With("train_loss", [1, 2, 1, 2]));
        var limits = new LossOscillation.Limits();
        Swinging.TurnOn(limits, l => new LossOscillation(l), l => l with { Amplitude = l.Amplitude.At(5) });
        Swinging.TurnOn(limits, l => new LossOscillation(l), l => l with { TurningShare = l.TurningShare.At(1) });
        Swinging.TurnOn(limits, l => new LossOscillation(l), l => l with { Drift = l.Drift.At(100) });
        Swinging.TurnOn(limits, l => new LossOscillation(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
    }

    [Fact]
    public void Validation_that_jumps_more_than_it_moves_is_noisy()
    {
        new NoisyValidation().Found(Jittery).Severity.ShouldBe(Severity.Low);
        new NoisyValidation().Clean(Some.Run.With("val_loss", Curves.Fall(2, 0.8, 40).Noisy(0.005)));
        new NoisyValidation().NotAssessable(Some.Run);
        var limits = new NoisyValidation.Limits();
        Jittery.TurnOn(limits, l => new NoisyValidation(l), l => l with { Jitter = l.Jitter.At(1) });
        Jittery.TurnOn(limits, l => new NoisyValidation(l), l => l with { TurningShare = l.TurningShare.At(1) });
        Jittery.TurnOn(limits, l => new NoisyValidation(l), l => l with { Drift = l.Drift.At(100) });
        Jittery.TurnOn(limits, l => new NoisyValidation(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
    }

    [Fact]
    public void Validation_clearly_below_training_is_noted_with_what_may_explain_it()
    {
        new ValBetterThanTrain().Found(Flattered).Description.ShouldContain("Neither dropout nor augmentation");
        new ValBetterThanTrain().Found(Flattered.Declaring(new TrainingParameters { DropoutRate = 0.3 })).Description.ShouldContain("Dropout of 0.3");
        new ValBetterThanTrain().Clean(Some.HealthyRun);
        new ValBetterThanTrain().NotAssessable(Some.Run);
        var limits = new ValBetterThanTrain.Limits();
        Flattered.TurnOn(limits, l => new ValBetterThanTrain(l), l => l with { LossRatio = l.LossRatio.At(0.2) });
        Flattered.TurnOn(limits, l => new ValBetterThanTrain(l), l => l with { Persistence = l.Persistence.At(1) });
        Flattered.TurnOn(limits, l => new ValBetterThanTrain(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
        Flattered.With("val_loss", Curves.Fall(1.9, 0.95, 30)).With("train_accuracy", Curves.Fall(0.1, 0.6, 30)).With("val_accuracy", Curves.Fall(0.1, 0.8, 30))
            .TurnOn(limits, l => new ValBetterThanTrain(l), l => l with { ScoreLead = l.ScoreLead.At(0.5) });
    }

    [Fact]
    public void A_loss_at_the_floor_of_a_second_softmax_is_found()
    {
        new RedundantSoftmax().Found(Doubled).Description.ShouldContain("1.461");
        new RedundantSoftmax().Clean(Some.HealthyRun);
        new RedundantSoftmax().Clean(Doubled.With("train_loss", Curves.Fall(2.3, 1.4, 40, 4)));
        new RedundantSoftmax().NotAssessable(Doubled.WithFacts(TaskFacts.Unknown));
        new RedundantSoftmax().NotAssessable(Doubled.Without("train_accuracy"));
        new RedundantSoftmax().Clean(Doubled.Declaring(new TrainingParameters { FinalActivation = "sigmoid" }));
        new RedundantSoftmax().Clean(Doubled.With("val_loss", Curves.Fall(2.3, 0.9, 40, 4)));
        new RedundantSoftmax().Clean(Doubled.With("val_loss", Curves.Fall(2.3, 3, 40, 4)));
    }

    [Fact]
    public void A_declared_softmax_before_a_loss_that_applies_it_is_found_where_the_record_agrees()
    {
        TrainingArtifacts slow = SlowRuns.Stuck.Declaring(new TrainingParameters { FinalActivation = "softmax", LossFunction = "torch.nn.CrossEntropyLoss" });
        new RedundantSoftmax().Found(slow).Description.ShouldContain("The record agrees");
        new RedundantSoftmax().Found(slow.Changed((s, v) => s.Name.EndsWith("loss", StringComparison.Ordinal) ? 37 * v : v)).Description.ShouldContain("In whatever unit");
        slow.With("val_loss", Curves.Line(2.3, 1.2, 20)).TurnOn(new RedundantSoftmax.Limits(), l => new RedundantSoftmax(l), l => l with { Room = l.Room.At(2) });
        new RedundantSoftmax().Clean(slow.Declaring(new TrainingParameters { FinalActivation = "softmax", LossFunction = "categorical_crossentropy" }));
        new RedundantSoftmax().Clean(slow.Declaring(new TrainingParameters { FinalActivation = "log_softmax", LossFunction = "CrossEntropyLoss" }));
        new RedundantSoftmax().Clean(slow.Declaring(new TrainingParameters { FinalActivation = "none", LossFunction = "CrossEntropyLoss" }));
    }

    [Fact]
    public void Each_limit_of_the_second_softmax_decides()
    {
        var limits = new RedundantSoftmax.Limits();
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { AboveFloor = l.AboveFloor.At(0.5) });
        TrainingArtifacts high = Doubled.With("train_loss", Curves.Fall(2.6, 1.5, 40, 4));
        high.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { AboveBand = l.AboveBand.At(1) });
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { Residual = l.Residual.At(0) });
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { Learnt = l.Learnt.At(1) });
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { OverCalibrated = l.OverCalibrated.At(3) });
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { LateShare = l.LateShare.At(0) });
        Doubled.TurnOn(limits, l => new RedundantSoftmax(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
    }

    [Fact]
    public void A_likelihood_below_zero_was_fed_the_wrong_thing()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Fall(-0.1, -0.8, 20)).Declaring(new TrainingParameters { LossFunction = "NLLLoss" });
        new WrongLossFunction().Found(run).Severity.ShouldBe(Severity.High);
        new WrongLossFunction().Clean(Some.HealthyRun.Declaring(run.Parameters));
        new WrongLossFunction().NotAssessable(run.Declaring(new TrainingParameters { LossFunction = "DiceLoss" }));
        new WrongLossFunction().NotAssessable(Some.HealthyRun);
        run.TurnOn(new WrongLossFunction.Limits(), l => new WrongLossFunction(l), l => l with { BelowZero = l.BelowZero.At(-1) });
    }

    [Fact]
    public void Classes_fitted_with_a_squared_error_are_found_as_far_as_it_hurts()
    {
        TrainingArtifacts run = SlowRuns.Straight.With("train_loss", Curves.Fall(0.14, 0.08, 20)).Declaring(new TrainingParameters { LossFunction = "MSELoss" });
        new WrongLossFunction().Found(run).Severity.ShouldBe(Severity.Medium);
        new WrongLossFunction().Found(run.With("train_accuracy", Curves.Line(0.1, 1, 20))).Severity.ShouldBe(Severity.Low);
        new WrongLossFunction().Found(run.Without("train_accuracy")).Severity.ShouldBe(Severity.Low);
        new WrongLossFunction().Clean(run.WithFacts(run.Facts with { TaskType = "regression" }));
        new WrongLossFunction().Clean(run.Declaring(new TrainingParameters { LossFunction = "CrossEntropyLoss" }));
        var limits = new WrongLossFunction.Limits();
        new WrongLossFunction(limits with { Attained = limits.Attained.At(0.2) }).Found(run).Severity.ShouldBe(Severity.Low);
        new WrongLossFunction(limits with { Explained = limits.Explained.At(0) }).Found(run).Severity.ShouldBe(Severity.Low);
        new WrongLossFunction().Found(run.With("train_loss", Curves.Fall(0.14, 0.03, 20))).Severity.ShouldBe(Severity.Low);
    }
}
