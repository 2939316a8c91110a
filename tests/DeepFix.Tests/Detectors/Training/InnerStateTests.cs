using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class InnerStateTests
{
    private static readonly TrainingArtifacts Collapsed = SlowRuns.Stuck.With("val_max_class_share", Curves.Line(0.9, 0.95, 20));
    private static readonly TrainingArtifacts Exploding = Some.HealthyRun.With("grad_norm", Curves.Line(1, 1.2, 20).Then(Curves.Line(5, 90, 20)));
    private static readonly TrainingArtifacts Vanishing = SlowRuns.Stuck.With("grad_norm/first", Curves.Line(1e-6, 1e-6, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20));
    private static readonly TrainingArtifacts Dead = SlowRuns.Stuck.With("dead_unit_fraction", Curves.Line(0.1, 0.6, 20));

    [Fact]
    public void Predictions_in_one_class_beyond_the_mix_are_a_collapse()
    {
        new ClassCollapse().Found(Collapsed).Severity.ShouldBe(Severity.High);
        new ClassCollapse().Clean(Collapsed.WithFacts(Collapsed.Facts with { ValMajorityShare = 0.93 }));
        new ClassCollapse().NotAssessable(SlowRuns.Stuck);
        new ClassCollapse().NotAssessable(Collapsed.WithFacts(TaskFacts.Unknown));
        var limits = new ClassCollapse.Limits();
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { Excess = l.Excess.At(0.95) });
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { Multiple = l.Multiple.At(100) });
        Collapsed.TurnOn(limits, l => new ClassCollapse(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }

    [Fact]
    public void A_gradient_norm_that_outgrows_its_history_explodes()
    {
        new ExplodingGradients().Found(Exploding).Severity.ShouldBe(Severity.Medium);
        new ExplodingGradients().Found(Some.HealthyRun.With("grad_norm", [1, double.PositiveInfinity, 1])).Severity.ShouldBe(Severity.High);
        new ExplodingGradients().Clean(Some.HealthyRun.With("grad_norm", Curves.Fall(2, 0.3, 30)));
        new ExplodingGradients().Clean(Some.HealthyRun.With("grad_norm", [1, 1, 1, 1, 500, 1, 1, 1]));
        new ExplodingGradients().NotAssessable(Some.HealthyRun);
        var limits = new ExplodingGradients.Limits();
        Exploding.TurnOn(limits, l => new ExplodingGradients(l), l => l with { Growth = l.Growth.At(1000) });
        Exploding.TurnOn(limits, l => new ExplodingGradients(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
        Some.HealthyRun.With("grad_norm", [1, double.NaN, 1, 1, 1, 1]).TurnOn(limits, l => new ExplodingGradients(l), l => l with { NonFinitePoints = l.NonFinitePoints.At(1) });
    }

    [Fact]
    public void Gradients_that_hardly_reach_the_first_layer_vanish_unless_it_is_frozen()
    {
        new VanishingGradients().Found(Vanishing).Severity.ShouldBe(Severity.High);
        new VanishingGradients().NotAssessable(Vanishing.With("grad_norm/first", Curves.Line(0, 0, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20)));
        new VanishingGradients().NotAssessable(SlowRuns.Stuck);
        new VanishingGradients().Clean(Some.HealthyRun.With("grad_norm/first", Curves.Line(1e-6, 1e-6, 20)).With("grad_norm/last", Curves.Line(0.1, 0.1, 20)));
        var limits = new VanishingGradients.Limits();
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { LayerRatio = l.LayerRatio.At(1e-7) });
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { Attained = l.Attained.At(0) });
        Vanishing.TurnOn(limits, l => new VanishingGradients(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }

    [Fact]
    public void Units_that_are_zero_for_every_sample_are_dead()
    {
        new DyingRelu().Found(Dead).Severity.ShouldBe(Severity.Medium);
        new DyingRelu().Clean(Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.1, 0.1, 20)));
        new DyingRelu().NotAssessable(Some.HealthyRun);
        var limits = new DyingRelu.Limits();
        Dead.TurnOn(limits, l => new DyingRelu(l), l => l with { DeadShare = l.DeadShare.At(0.8) });
        Dead.TurnOn(limits, l => new DyingRelu(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        new DyingRelu(limits with { MostDead = limits.MostDead.At(0.4) }).Found(Dead).Severity.ShouldBe(Severity.High);
    }

    [Fact]
    public void NaN_beside_a_finite_loss_is_hidden()
    {
        TrainingArtifacts run = Some.HealthyRun.With("nan_count", [0, 0, 3, 0]);
        new HiddenNan().Found(run).Description.ShouldContain("nan_count");
        new HiddenNan().Found(Some.HealthyRun.With("grad_norm", [1, double.NaN, 1])).Description.ShouldContain("grad_norm");
        new HiddenNan().Clean(Some.HealthyRun.With("nan_count", [0, 0, 0]));
        new HiddenNan().Clean(run.With("train_loss", [1, double.NaN, 1]));
        new HiddenNan().NotAssessable(Some.HealthyRun);
        run.TurnOn(new HiddenNan.Limits(), l => new HiddenNan(l), l => l with { MaskedPoints = l.MaskedPoints.At(1) });
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
