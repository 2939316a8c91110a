using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class OptimisationTests
{
    private static readonly TrainingArtifacts BlownUp = SlowRuns.Stuck
        .With("train_loss", [2.4, 6, 5, 3.4, 3, 2.6, 2.4, 2.35, 2.31, 2.31, 2.3, 2.31])
        .Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.008 });

    private static readonly TrainingArtifacts Plain = SlowRuns.Straight.Declaring(new TrainingParameters { Optimizer = "SGD", LearningRate = 0.1, Momentum = 0, BatchSize = 250 });

    // A hundred thousandth of the usual rate, and a loss that falls by 3 % within noise.
    private static readonly TrainingArtifacts Standing = SlowRuns.Stuck.With("train_loss", Curves.Line(2.3, 2.23, 20).Plus([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0 : 0.05)])).Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e-8 });

    [Fact]
    public void A_hopeless_rate_under_a_loss_that_stands_is_found_with_and_without_a_score()
    {
        Finding finding = new LearningRateTooLow().Found(Standing);
        finding.Severity.ShouldBe(Severity.Medium);
        finding.EvidenceItems.Select(e => e.Series).ShouldBe(["learning_rate", "train_loss"]);
        finding.EvidenceItems[0].Value.ShouldBe(1e-5, 1e-12);
        new LearningRateTooLow().Found(Standing.WithFacts(TaskFacts.Unknown));
        new LearningRateTooLow().NotAssessable(Standing.WithFacts(TaskFacts.Unknown).With("grad_norm", Curves.Line(0, 0, 20)));
        new LearningRateTooLow().NotAssessable(Standing.WithFacts(TaskFacts.Unknown).With("dead_unit_fraction", Curves.Line(0.9, 0.9, 20)));
        new LearningRateTooLow().Clean(Standing.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e-4 }));
        var limits = new LearningRateTooLow.Limits();
        Standing.TurnOn(limits, l => new LearningRateTooLow(l), l => l with { HopelessRate = l.HopelessRate.At(1e-6) });
        Standing.TurnOn(limits, l => new LearningRateTooLow(l), l => l with { LossFall = l.LossFall.At(0.01) });
    }

    [Fact]
    public void A_steady_fall_at_a_rate_far_below_the_usual_is_too_slow_a_rate()
    {
        Finding finding = new LearningRateTooLow().Found(SlowRuns.AtLowRate);
        finding.Severity.ShouldBe(Severity.Medium);
        finding.EvidenceItems.ShouldContain(e => e.Series == "learning_rate" && e.Value == 0.01);
        new LearningRateTooLow().Found(SlowRuns.Straight).Severity.ShouldBe(Severity.Low);
        new LearningRateTooLow().Found(SlowRuns.Straight.With("update_ratio", Curves.Line(1e-5, 1e-5, 20))).EvidenceItems.ShouldContain(e => e.Series == "update_ratio");
    }

    [Fact]
    public void Where_most_units_are_dead_slowness_says_nothing_of_the_rate()
    {
        TrainingArtifacts dead = SlowRuns.AtLowRate.With("dead_unit_fraction", Curves.Line(1, 1, 20));
        new LearningRateTooLow().NotAssessable(dead);
        new LearningRateTooLow().Found(SlowRuns.AtLowRate.With("dead_unit_fraction", Curves.Line(0.4, 0.4, 20)));
        dead.TurnOn(new LearningRateTooLow.Limits(), l => new LearningRateTooLow(l), l => l with { MostDead = l.MostDead.At(1) });
    }

    [Fact]
    public void A_low_rate_that_costs_nothing_is_no_finding()
        => new LearningRateTooLow().Clean(Some.HealthyRun.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e-5 }));

    [Fact]
    public void Without_score_or_points_a_low_rate_cannot_be_judged()
    {
        new LearningRateTooLow().NotAssessable(SlowRuns.AtLowRate.Without("train_accuracy", "val_accuracy"));
        new LearningRateTooLow().NotAssessable(SlowRuns.AtLowRate.With("train_loss", [2, 1, 1]));
        new LearningRateTooLow().NotAssessable(Some.Run);
    }

    [Fact]
    public void Each_limit_of_a_low_rate_decides()
    {
        var limits = new LearningRateTooLow.Limits();
        SlowRuns.AtLowRate.TurnOn(limits, l => new LearningRateTooLow(l), l => l with { Attained = l.Attained.At(0.2) });
        SlowRuns.AtLowRate.TurnOn(limits, l => new LearningRateTooLow(l), l => l with { LateTrend = l.LateTrend.At(-8) });
        SlowRuns.AtLowRate.TurnOn(limits, l => new LearningRateTooLow(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        var curved = limits with { LateShare = limits.LateShare.At(0.9) };
        SlowRuns.AtLowRate.TurnOn(curved, l => new LearningRateTooLow(l), l => l with { RateRatio = l.RateRatio.At(0.001) });
        SlowRuns.Straight.TurnOn(curved, l => new LearningRateTooLow(l), l => l with { LateShare = l.LateShare.At(0.1) });
        SlowRuns.Straight.With("update_ratio", Curves.Line(1e-4, 1e-4, 20)).TurnOn(curved, l => new LearningRateTooLow(l), l => l with { UpdateRatio = l.UpdateRatio.At(1e-5) });
    }

    [Fact]
    public void A_loss_that_blows_up_at_a_rate_above_the_usual_is_too_high_a_rate()
    {
        new LearningRateTooHigh().Found(BlownUp).Severity.ShouldBe(Severity.Medium);
        new LearningRateTooHigh().Found(BlownUp.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e-3 })).Severity.ShouldBe(Severity.Low);
        new LearningRateTooHigh().Found(Some.Run.With("train_loss", [5, 1e9, double.NaN, double.NaN]).Declaring(new TrainingParameters { Optimizer = "SGD", Momentum = 0.9, LearningRate = 1 })).Severity.ShouldBe(Severity.High);
    }

    [Fact]
    public void A_high_rate_that_costs_nothing_is_no_finding()
        => new LearningRateTooHigh().Clean(Some.HealthyRun.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.05 }));

    [Fact]
    public void A_bad_result_without_a_sign_of_the_rate_is_no_high_rate() => new LearningRateTooHigh().Clean(SlowRuns.AtLowRate);

    [Fact]
    public void Without_a_loss_a_high_rate_cannot_be_judged()
    {
        new LearningRateTooHigh().NotAssessable(Some.Run);
        new LearningRateTooHigh().NotAssessable(Some.Run.With("train_loss", [1, 2]));
    }

    [Fact]
    public void Each_limit_of_a_high_rate_decides()
    {
        var limits = new LearningRateTooHigh.Limits();
        BlownUp.TurnOn(limits, l => new LearningRateTooHigh(l), l => l with { Jump = l.Jump.At(10) });
        BlownUp.TurnOn(limits, l => new LearningRateTooHigh(l), l => l with { Attained = l.Attained.At(0) });
        BlownUp.TurnOn(limits, l => new LearningRateTooHigh(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        new LearningRateTooHigh(limits with { RateRatio = limits.RateRatio.At(10) }).Found(BlownUp).Severity.ShouldBe(Severity.Low);
        TrainingArtifacts far = SlowRuns.Stuck.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.05 });
        far.TurnOn(limits, l => new LearningRateTooHigh(l), l => l with { FarRatio = l.FarRatio.At(100) });
        SlowRuns.Stuck.With("update_ratio", Curves.Line(0.1, 0.1, 20)).TurnOn(limits, l => new LearningRateTooHigh(l), l => l with { UpdateRatio = l.UpdateRatio.At(0.5) });
    }

    [Fact]
    public void Plain_descent_that_has_not_arrived_is_a_weak_optimiser()
    {
        new WeakOptimizer().Found(Plain).Severity.ShouldBe(Severity.Medium);
        new WeakOptimizer().Clean(SlowRuns.AtLowRate);
        new WeakOptimizer().Clean(Some.HealthyRun.Declaring(Plain.Parameters));
        new WeakOptimizer().NotAssessable(SlowRuns.Straight);
        new WeakOptimizer().NotAssessable(SlowRuns.Straight.Declaring(new TrainingParameters { Optimizer = "SGD" }));
        var limits = new WeakOptimizer.Limits();
        Plain.TurnOn(limits, l => new WeakOptimizer(l), l => l with { Momentum = l.Momentum.At(0) });
        Plain.TurnOn(limits, l => new WeakOptimizer(l), l => l with { Attained = l.Attained.At(0.2) });
        Plain.TurnOn(limits, l => new WeakOptimizer(l), l => l with { LateTrend = l.LateTrend.At(-8) });
        Plain.TurnOn(limits, l => new WeakOptimizer(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }

    [Fact]
    public void A_batch_that_leaves_forty_updates_is_too_large()
    {
        new BatchSizeTooLarge().Found(Plain).EvidenceItems.ShouldContain(e => e.Value == 40);
        new BatchSizeTooLarge().Clean(Some.HealthyRun.Declaring(new TrainingParameters { BatchSize = 2000 }));
        new BatchSizeTooLarge().NotAssessable(SlowRuns.Straight);
        var limits = new BatchSizeTooLarge.Limits();
        Plain.TurnOn(limits, l => new BatchSizeTooLarge(l), l => l with { StepsPerEpoch = l.StepsPerEpoch.At(2) });
        Plain.TurnOn(limits, l => new BatchSizeTooLarge(l), l => l with { Updates = l.Updates.At(30) });
        Plain.TurnOn(limits, l => new BatchSizeTooLarge(l), l => l with { Attained = l.Attained.At(0.2) });
        Plain.TurnOn(limits, l => new BatchSizeTooLarge(l), l => l with { LateTrend = l.LateTrend.At(-8) });
        Plain.TurnOn(limits, l => new BatchSizeTooLarge(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }

    [Fact]
    public void Strong_dropout_is_excessive_only_where_even_training_rows_are_not_fitted()
    {
        var strong = new TrainingParameters { DropoutRate = 0.8, WeightDecay = 0 };
        TrainingArtifacts run = SlowRuns.Straight.Declaring(strong);
        new ExcessiveRegularization().Found(run).Description.ShouldContain("dropout_rate is 0.8");
        new ExcessiveRegularization().Clean(Some.HealthyRun.Declaring(strong));
        new ExcessiveRegularization().NotAssessable(SlowRuns.Straight);
        var limits = new ExcessiveRegularization.Limits();
        run.TurnOn(limits, l => new ExcessiveRegularization(l), l => l with { Dropout = l.Dropout.At(0.9) });
        run.TurnOn(limits, l => new ExcessiveRegularization(l), l => l with { Attained = l.Attained.At(0.2) });
        run.TurnOn(limits, l => new ExcessiveRegularization(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        SlowRuns.Straight.Declaring(new TrainingParameters { WeightDecay = 1 }).TurnOn(limits, l => new ExcessiveRegularization(l), l => l with { WeightDecay = l.WeightDecay.At(2) });
    }
}
