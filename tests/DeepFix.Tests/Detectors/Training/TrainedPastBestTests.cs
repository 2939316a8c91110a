using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class TrainedPastBestTests
{
    private static readonly TrainingArtifacts Past = Some.Run.With("val_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.85, 1.1, 25)).Noisy(0.01));
    private static readonly TrainedPastBest.Limits Default = new();

    [Fact]
    public void An_early_best_is_found_with_its_epoch_and_what_the_score_did()
        => new TrainedPastBest().Found(Past.With("val_accuracy", Curves.Fall(0.2, 0.8, 40))).Description.ShouldContain("the probabilities did");

    [Fact]
    public void A_best_at_the_end_is_clean() => new TrainedPastBest().Clean(Some.HealthyRun);

    [Fact]
    public void Jitter_around_a_level_is_clean() => new TrainedPastBest().Clean(Some.Run.With("val_loss", Curves.Fall(2, 0.8, 40).Noisy(0.06)));

    [Fact]
    public void A_run_that_still_trains_cannot_be_judged() => new TrainedPastBest().NotAssessable(Past with { Status = RunStatus.Running });

    [Fact]
    public void Missing_columns_and_short_records_cannot_be_judged()
    {
        new TrainedPastBest().NotAssessable(Some.Run);
        new TrainedPastBest().NotAssessable(Some.Run.With("val_loss", [1, 2, 3]));
    }

    [Fact]
    public void Each_limit_decides()
    {
        Past.TurnOn(Default, l => new TrainedPastBest(l), l => l with { BestPosition = l.BestPosition.At(0.2) });
        Past.TurnOn(Default, l => new TrainedPastBest(l), l => l with { LossRise = l.LossRise.At(0.8) });
        Past.TurnOn(Default, l => new TrainedPastBest(l), l => l with { ProgressLost = l.ProgressLost.At(0.8) });
        Past.TurnOn(Default, l => new TrainedPastBest(l), l => l with { NoiseMultiple = l.NoiseMultiple.At(100) });
        Past.TurnOn(Default, l => new TrainedPastBest(l), l => l with { FewestPoints = l.FewestPoints.At(41) });
    }
}
