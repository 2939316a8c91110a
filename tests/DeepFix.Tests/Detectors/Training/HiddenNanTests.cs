using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class HiddenNanTests
{
    private static readonly HiddenNan Detector = new();
    private static readonly double[] Norms = Curves.Line(2, 1, 20);
    private static readonly TrainingArtifacts Zeroed = Some.HealthyRun.With("grad_norm", [.. Norms, 0, 0, .. Norms]);
    private static readonly TrainingArtifacts Held = WithLoss(l => l[22] = l[21] = l[20]);

    [Fact]
    public void NaN_beside_a_finite_loss_is_hidden()
    {
        TrainingArtifacts run = Some.HealthyRun.With("nan_count", [0, 0, 3, 0]);
        Detector.Found(run).Description.ShouldContain("nan_count");
        Detector.Found(Some.HealthyRun.With("grad_norm", [1, double.NaN, 1])).Description.ShouldContain("grad_norm");
        Detector.Found(Some.HealthyRun.With("weights/fc1", [1, double.PositiveInfinity, 1])).Severity.ShouldBe(Severity.High);
        Detector.Clean(Some.HealthyRun.With("nan_count", [0, 0, 0]));
        Detector.Clean(run.With("train_loss", [1, double.NaN, 1]));
        Detector.NotAssessable(Some.HealthyRun);
        Detector.NotAssessable(Some.HealthyRun.With("gpu_temperature", [1, double.NaN, 1]));
    }

    [Fact]
    public void A_loss_scaler_skips_a_few_steps_by_design()
    {
        double[] norms = [double.PositiveInfinity, .. Curves.Line(2, 1, 39)];
        TrainingArtifacts half = Some.HealthyRun.With("grad_norm", norms).Declaring(new TrainingParameters { Raw = new Dictionary<string, string> { ["precision"] = "16-mixed" } });
        Detector.Clean(half);
        Detector.Found(Some.HealthyRun.With("grad_norm", norms).Declaring(new TrainingParameters { Raw = new Dictionary<string, string> { ["precision"] = "bf16-mixed" } }));
        half.TurnOn(new HiddenNan.Limits(), l => new HiddenNan(l), l => l with { ScalerShare = l.ScalerShare.At(0) });
    }

    [Fact]
    public void A_norm_that_drops_to_zero_at_once_stands_for_a_lost_step()
    {
        Detector.Found(Zeroed).Severity.ShouldBe(Severity.Medium);
        Detector.Clean(Some.HealthyRun.With("grad_norm", [.. Norms.Select((n, i) => n * Math.Pow(0.5, i)), 0, 0]));
        Detector.Clean(Some.HealthyRun.With("grad_norm", Curves.Line(0, 0, 20)));
        Detector.Clean(Some.HealthyRun.With("train_loss", [.. Curves.Line(1, 0.5, 20), 0, 0, .. Curves.Line(0.5, 0.4, 20)]).With("grad_norm", [.. Norms, 0, 0, .. Norms]));
    }

    [Fact]
    public void A_loss_that_repeats_itself_to_the_last_digit_was_held()
    {
        Detector.Found(Held).Description.ShouldContain("3 records in a row");
        Detector.NotAssessable(WithLoss(l => l[21] = l[20]));
        Detector.NotAssessable(WithLoss(l => { for (int i = 0; i < l.Length; i++) l[i] = Math.Round(l[i], 2); }));
        Detector.NotAssessable(WithLoss(l => l[39] = l[38] = l[37]));
        Detector.Found(WithLoss(l => l[39] = l[38] = l[37]).With("learning_rate", Curves.Line(0.1, 0.1, 40)));
        Detector.NotAssessable(WithLoss(l => l[39] = l[38] = l[37]).With("learning_rate", Curves.Line(0.1, 0.1, 40)).With("val_loss", Curves.Line(0.5, 0.5, 40)));
        Detector.NotAssessable(WithLoss(l => l[39] = l[38] = l[37]).With("learning_rate", [.. Curves.Line(0.1, 0.05, 36), 0, 0, 0, 0]));
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new HiddenNan.Limits();
        HiddenNan Make(HiddenNan.Limits l) => new(l);
        Some.HealthyRun.With("nan_count", [0, 0, 3, 0]).TurnOn(limits, Make, l => l with { MaskedPoints = l.MaskedPoints.At(1) });
        Zeroed.TurnOn(limits, Make, l => l with { LastNorm = l.LastNorm.At(1) });
        Held.TurnOn(limits, Make, l => l with { HeldRecords = l.HeldRecords.At(3) });
        Held.TurnOn(limits, Make, l => l with { HeldJitter = l.HeldJitter.At(1) });
        WithLoss(l => { for (int i = 0; i < l.Length; i++) l[i] = Math.Round(l[i], 6); l[22] = l[21] = l[20]; }).TurnOn(limits, Make, l => l with { HeldDigits = l.HeldDigits.At(1e6) });
    }

    private static TrainingArtifacts WithLoss(Action<double[]> change)
    {
        double[] losses = Curves.Fall(2.3, 0.2, 40, 10).Noisy(0.02);
        change(losses);
        return Some.HealthyRun.With("train_loss", losses);
    }
}
