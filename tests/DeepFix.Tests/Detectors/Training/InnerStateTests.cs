using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class InnerStateTests
{
    private static readonly TrainingArtifacts Collapsed = SlowRuns.Stuck.With("val_max_class_share", Curves.Line(0.9, 0.95, 20));
    private static readonly TrainingArtifacts Exploding = Some.HealthyRun.With("train_loss", Curves.Fall(2.3, 1.5, 20).Then(Curves.Line(1.6, 3, 20))).With("grad_norm", Curves.Line(1, 1.2, 20).Then(Curves.Line(5, 90, 20)));
    private static readonly TrainingArtifacts Vanishing = SlowRuns.Stuck.With("grad_norm/first", Curves.Line(1e-6, 1e-6, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20));
    private static readonly TrainingArtifacts Dead = SlowRuns.Stuck.With("dead_unit_fraction", Curves.Line(0.1, 0.6, 20));

    [Fact]
    public void Predictions_in_one_class_beyond_the_mix_are_a_collapse()
    {
        new ClassCollapse().Found(Collapsed).Severity.ShouldBe(Severity.High);
        new ClassCollapse().Clean(Collapsed.WithFacts(Collapsed.Facts with { ValMajorityShare = 0.93 }));
        new ClassCollapse().NotAssessable(SlowRuns.Straight);
        new ClassCollapse().NotAssessable(Collapsed.WithFacts(TaskFacts.Unknown));
        TrainingArtifacts stuck = SlowRuns.Straight.With("val_accuracy", [0.2, .. Curves.Line(0.1, 0.1, 10)]);
        new ClassCollapse().Found(stuck).Description.ShouldContain("10 points");
        stuck.TurnOn(new ClassCollapse.Limits(), l => new ClassCollapse(l), l => l with { StuckPoints = l.StuckPoints.At(10) });
        var limits = new ClassCollapse.Limits();
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { Excess = l.Excess.At(0.95) });
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { Multiple = l.Multiple.At(100) });
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { FewestEpochs = l.FewestEpochs.At(100) });
        new ClassCollapse().NotAssessable(Collapsed.With("train_loss", [0.7, 0.69, 0.69, 0.69]));
        new ClassCollapse().Found(Collapsed.With("train_loss", [0.7, 0.69, 0.69, 0.69, 0.69]));
    }

    [Fact]
    public void A_gradient_norm_that_outgrows_its_history_explodes()
    {
        new ExplodingGradients().Found(Exploding).Severity.ShouldBe(Severity.Medium);
        new ExplodingGradients().Found(Some.HealthyRun.With("grad_norm", [1, double.PositiveInfinity, 1])).Severity.ShouldBe(Severity.High);
        new ExplodingGradients().Found(Exploding.Without("train_loss")).Severity.ShouldBe(Severity.Low);
        new ExplodingGradients().Found(Exploding.With("train_loss", Curves.Line(2.3, 0.5, 40))).Severity.ShouldBe(Severity.Low);
        new ExplodingGradients().Clean(Some.HealthyRun.With("grad_norm", Curves.Fall(2, 0.3, 30)));
        new ExplodingGradients().Clean(Some.HealthyRun.With("grad_norm", [1, 1, 1, 1, 500, 1, 1, 1]));
        new ExplodingGradients().NotAssessable(Some.HealthyRun);
        var limits = new ExplodingGradients.Limits();
        Exploding.TurnOn(limits, l => new ExplodingGradients(l), l => l with { Growth = l.Growth.At(1000) });
        Exploding.TurnOn(limits, l => new ExplodingGradients(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
        new ExplodingGradients(limits with { Progress = limits.Progress.At(0) }).Found(Exploding.With("train_loss", Curves.Line(2.3, 0.5, 40))).Severity.ShouldBe(Severity.Low);
        new ExplodingGradients(limits with { Progress = limits.Progress.At(1) }).Found(Exploding.With("train_loss", Curves.Line(2.3, 0.5, 38).Then([0.51, 0.52]))).Severity.ShouldBe(Severity.Medium);
        Some.HealthyRun.With("grad_norm", [1, double.NaN, 1, 1, 1, 1]).TurnOn(limits, l => new ExplodingGradients(l), l => l with { NonFinitePoints = l.NonFinitePoints.At(1) });
    }

    [Fact]
    public void Gradients_that_burst_at_the_start_together_with_the_loss_explode()
    {
        TrainingArtifacts burst = Some.Run.With("grad_norm", Curves.Fall(110, 0.5, 20, 1)).With("train_loss", Curves.Fall(230, 0.9, 20, 1)).With("train_accuracy", Curves.Fall(0.4, 0.6, 20)).WithFacts(Some.HealthyRun.Facts);
        new ExplodingGradients().Found(burst).Description.ShouldContain("first wrong predictions");
        new ExplodingGradients().Clean(burst.With("train_loss", Curves.Fall(2.3, 0.9, 20)));
        new ExplodingGradients().Clean(burst.With("grad_norm", Curves.Fall(1.1, 0.5, 20)));
        new ExplodingGradients().Clean(burst.With("grad_norm", [1, 0, 0, 0, 0, 0]));
        var limits = new ExplodingGradients.Limits();
        burst.TurnOn(limits, l => new ExplodingGradients(l), l => l with { FirstNorm = l.FirstNorm.At(1000) });
        burst.TurnOn(limits, l => new ExplodingGradients(l), l => l with { FirstCost = l.FirstCost.At(1000) });
    }

    [Fact]
    public void Gradients_that_hardly_reach_the_first_layer_vanish_unless_it_is_frozen()
    {
        new VanishingGradients().Found(Vanishing).Severity.ShouldBe(Severity.High);
        new VanishingGradients().NotAssessable(Vanishing.With("grad_norm/first", Curves.Line(0, 0, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20)));
        new VanishingGradients().NotAssessable(SlowRuns.Stuck);
        new VanishingGradients().Clean(Some.HealthyRun.With("grad_norm/first", Curves.Line(1e-6, 1e-6, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20)));
        double[] late = Curves.Line(0.1, 0.1, 20);
        new VanishingGradients().Found(Vanishing.With("grad_norm/first", [1e-5, .. Curves.Line(0.09, 0.1, 19)]).With("grad_norm/last", late)).Severity.ShouldBe(Severity.High);
        TrainingArtifacts underflow = SlowRuns.Stuck.With("grad_norm/a", Curves.Line(0, 0, 20)).With("grad_norm/b", Curves.Line(1e-20, 1e-20, 20)).With("grad_norm/c", late);
        new VanishingGradients().Found(underflow).Description.ShouldContain("too small to be told from 0");
        new VanishingGradients().Found(Vanishing.Without("train_accuracy", "val_accuracy")).Severity.ShouldBe(Severity.Low);
        var limits = new VanishingGradients.Limits();
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { LayerRatio = l.LayerRatio.At(1e-7) });
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { Attained = l.Attained.At(0) });
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }

    [Fact]
    public void Units_that_are_zero_for_every_sample_are_dead()
    {
        new DyingRelu().Found(Dead).Severity.ShouldBe(Severity.Medium);
        new DyingRelu().Clean(Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.1, 0.1, 40)));
        new DyingRelu().NotAssessable(Some.HealthyRun);
        TrainingArtifacts silent = SlowRuns.Stuck.With("grad_norm/a", Curves.Line(0, 0, 20)).With("grad_norm/b", Curves.Line(0, 0, 20)).With("grad_norm", Curves.Line(0.2, 0.2, 20)).Declaring(new TrainingParameters { Activation = "relu" });
        new DyingRelu().Found(silent).Severity.ShouldBe(Severity.High);
        new DyingRelu().NotAssessable(silent.Declaring(new TrainingParameters { Activation = "tanh" }));
        new DyingRelu().NotAssessable(silent.With("grad_norm", Curves.Line(0, 0, 20)));
        var limits = new DyingRelu.Limits();
        Dead.TurnOn(limits, l => new DyingRelu(l), l => l with { DeadShare = l.DeadShare.At(0.8) });
        Dead.TurnOn(limits, l => new DyingRelu(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        new DyingRelu(limits with { MostDead = limits.MostDead.At(0.4) }).Found(Dead).Severity.ShouldBe(Severity.High);
        TrainingArtifacts harmless = Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.5, 0.5, 40));
        new DyingRelu().Found(harmless).Severity.ShouldBe(Severity.Low);
        new DyingRelu(limits with { Attained = limits.Attained.At(0.99) }).Found(harmless).Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void Thirty_validation_rows_are_too_few()
    {
        TrainingArtifacts run = Some.HealthyRun.WithFacts(Some.HealthyRun.Facts with { ValRows = 30 });
        new SmallValidationSet().Found(run).EvidenceItems.ShouldContain(e => e.Value == 30);
        new SmallValidationSet().Clean(Some.HealthyRun);
        new SmallValidationSet().NotAssessable(run.WithFacts(TaskFacts.Unknown));
        new SmallValidationSet().NotAssessable(Some.Run.WithFacts(run.Facts));
        run.TurnOn(new SmallValidationSet.Limits(), l => new SmallValidationSet(l), l => l with { FewestRows = l.FewestRows.At(20) });
    }
}
