using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class LossSpikeTests
{
    private static readonly TrainingArtifacts Spiked = WithLoss(l => l[20] *= 4);

    [Fact]
    public void A_jump_that_comes_back_is_a_spike_and_never_more_than_low()
    {
        Finding finding = new LossSpike().Found(Spiked);
        finding.Severity.ShouldBe(Severity.Low);
        finding.Description.ShouldContain("step 210");
        new LossSpike().Clean(Some.HealthyRun);
        new LossSpike().NotAssessable(Some.Run);
        new LossSpike().NotAssessable(Some.Run.With("train_loss", [3, 2, 9, 1]));
    }

    [Fact]
    public void What_does_not_come_back_recurs_or_is_small_is_none()
    {
        new LossSpike().Clean(WithLoss(l => { for (int i = 20; i < l.Length; i++) l[i] += 1; }));
        new LossSpike().Clean(WithLoss(l => { for (int i = 3; i < l.Length; i += 4) l[i] *= 4; }));
        new LossSpike().Clean(WithLoss(l => l[20] *= 1.1));
        new LossSpike().Clean(WithLoss(l => l[^1] *= 4));
    }

    [Fact]
    public void A_rate_that_was_raised_explains_a_jump_and_so_does_a_second_session()
    {
        double[] restarted = [.. Curves.Line(0.01, 0.001, 20), .. Curves.Line(0.01, 0.001, 20)];
        TrainingArtifacts run = Spiked.With("learning_rate", restarted);
        new LossSpike().Clean(run);
        run.TurnOn(new LossSpike.Limits(), l => new LossSpike(l), l => l with { RateRise = l.RateRise.At(50) });
        new LossSpike().Found(Spiked.With("learning_rate", Curves.Line(0.01, 0.001, 40)));
        new LossSpike().NotAssessable(Spiked with { StepOrder = StepOrder.Resumed });
    }

    [Fact]
    public void A_spike_within_an_epoch_is_seen_in_the_records()
    {
        double[] losses = Curves.Fall(2.3, 0.2, 400, 50).Noisy(0.01);
        losses[201] = 3;
        var series = new MetricSeries("train_loss", [.. Enumerable.Range(0, 400).Select(i => (long)i)], [.. Enumerable.Range(0, 400).Select(i => (double)(i / 40))], losses);
        new LossSpike().Found(Some.Run.With(series)).Description.ShouldContain("step 201");
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new LossSpike.Limits();
        LossSpike Make(LossSpike.Limits l) => new(l);
        Spiked.TurnOn(limits, Make, l => l with { FewestPoints = l.FewestPoints.At(50) });
        Spiked.TurnOn(limits, Make, l => l with { NoiseMultiple = l.NoiseMultiple.At(1000) });
        Spiked.TurnOn(limits, Make, l => l with { Isolation = l.Isolation.At(1000) });
        WithLoss(l => { for (int i = 3; i < 16; i += 4) l[i] *= 4; }).TurnOn(limits with { Isolation = limits.Isolation.At(1), Recurrence = limits.Recurrence.At(1) }, Make, l => l with { RelativeIsolation = l.RelativeIsolation.At(1) });
        TrainingArtifacts often = WithLoss(l => { l[10] *= 4; l[15] *= 4; l[30] *= 6; l[35] *= 6; });
        often.TurnOn(limits, Make, l => l with { Recurrence = l.Recurrence.At(0.02) });
        TrainingArtifacts half = WithLoss(l => l[12] *= 1.8);
        half.TurnOn(limits, Make, l => l with { LevelRise = l.LevelRise.At(0.95) });
        half.TurnOn(limits, Make, l => l with { ProgressRise = l.ProgressRise.At(0.9) });
        WithLoss(l => l[30] += 0.15).TurnOn(limits, Make, l => l with { Doubling = l.Doubling.At(0.3) });
    }

    private static TrainingArtifacts WithLoss(Action<double[]> change)
    {
        double[] losses = Curves.Fall(2.3, 0.2, 40, 6).Noisy(0.01);
        change(losses);
        return Some.HealthyRun.With("train_loss", losses);
    }
}
