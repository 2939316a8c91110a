using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class ExcessiveClippingTests
{
    private static readonly TrainingArtifacts Cut = Clipping(0.5, "SGD");

    [Fact]
    public void Clipping_that_sets_nearly_every_step_is_excessive()
    {
        new ExcessiveClipping().Found(Cut).Severity.ShouldBe(Severity.Low);
        new ExcessiveClipping().Found(Clipping(0.05, "SGD")).Severity.ShouldBe(Severity.Medium);
        new ExcessiveClipping().Found(Clipping(0.05, "AdamW")).Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void A_guard_against_rare_gradients_is_not()
    {
        new ExcessiveClipping().Clean(Clipping(5, "SGD"));
        new ExcessiveClipping().Clean(Clipping(0, "SGD"));
        new ExcessiveClipping().Clean(Clipping(0.5, "SGD", ("gradient_clip_algorithm", "value")));
        new ExcessiveClipping().NotAssessable(Some.HealthyRun);
        new ExcessiveClipping().NotAssessable(Norms(Curves.Line(2, 1, 20)));
        new ExcessiveClipping().NotAssessable(Norms([1, 1]));
    }

    [Fact]
    public void A_norm_that_was_logged_after_clipping_stands_at_the_value()
    {
        new ExcessiveClipping().Found(Norms([1, 1, 1, 0.97, 1, 0.95, 1, 0.5]).Declaring(new TrainingParameters { GradientClipVal = 1 }));
        new ExcessiveClipping().Clean(Norms([1, 1, 0.8, 0.7, 0.6, 0.5, 0.6, 0.5]).Declaring(new TrainingParameters { GradientClipVal = 1 }));
        new ExcessiveClipping().Found(Norms([1, 1, 1, 0.97, 1, 1, 1, 0.5])).Description.ShouldContain("does not declare");
        new ExcessiveClipping().NotAssessable(Norms([1, 1, 1, 1, 1, 1]));
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new ExcessiveClipping.Limits();
        ExcessiveClipping Make(ExcessiveClipping.Limits l) => new(l);
        Cut.TurnOn(limits, Make, l => l with { FewestPoints = l.FewestPoints.At(50) });
        Clipping(1.2, "SGD").TurnOn(limits, Make, l => l with { ClippedShare = l.ClippedShare.At(0.9) });
        Norms([1, 1, 1, 0.97, 1, 1, 1, 0.5]).TurnOn(limits, Make, l => l with { PiledShare = l.PiledShare.At(0.9) });
        new ExcessiveClipping(limits with { CutBy = limits.CutBy.At(2) }).Found(Cut).Severity.ShouldBe(Severity.Medium);
    }

    private static TrainingArtifacts Norms(double[] norms) => Some.HealthyRun.With("grad_norm", norms);

    private static TrainingArtifacts Clipping(double at, string optimizer, params (string Key, string Value)[] raw)
        => Norms(Curves.Line(2, 1, 20)).Declaring(new TrainingParameters { GradientClipVal = at, Optimizer = optimizer, Raw = raw.ToDictionary(r => r.Key, r => r.Value) });
}
