using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class TrainedPastBestTests
{
    private static readonly TrainingArtifacts Past = Some.Run.With("val_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.85, 1.1, 25)).Noisy(0.01));
    private static readonly TrainedPastBest.Limits Default = new();

    [Fact]
    public void Right_answers_that_few_rows_lost_by_luck_make_no_worse_model()
    {
        TrainingArtifacts lost = Past.With("val_accuracy", Curves.Fall(0.5, 0.95, 20).Then(Curves.Line(0.95, 0.92, 20))).WithFacts(new TaskFacts { TaskType = "classification", NumClasses = 2, ValRows = 5000 });
        new TrainedPastBest().Found(lost).Severity.ShouldBe(Severity.Medium);
        Finding luck = new TrainedPastBest().Found(lost.WithFacts(lost.Facts with { ValRows = 100 }));
        luck.Severity.ShouldBe(Severity.Low);
        luck.Description.ShouldEndWith("no more than change sides by luck among so few rows.");
        new TrainedPastBest(Default with { ScoreLostMultiple = Default.ScoreLostMultiple.At(50) }).Found(lost).Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void Where_the_rows_are_not_known_the_smallest_difference_of_two_scores_stands_for_one()
    {
        // 1, then 44 of 45 right, and for a while 42.
        TrainingArtifacts lost = Past.With("val_accuracy", [.. Enumerable.Repeat(43 / 45d, 10), .. Enumerable.Repeat(1d, 10), .. Enumerable.Repeat(42 / 45d, 10), .. Enumerable.Repeat(44 / 45d, 10)]);
        Finding luck = new TrainedPastBest().Found(lost);
        luck.Severity.ShouldBe(Severity.Low);
        luck.EvidenceItems[^1].Value.ShouldBe(1, 1e-5);
        luck.Description.ShouldEndWith("no more than change sides by luck among so few rows.");
        new TrainedPastBest(Default with { ScoreLostSteps = Default.ScoreLostSteps.At(0.5) }).Found(lost).Severity.ShouldBe(Severity.Medium);
        new TrainedPastBest().Found(lost.With("val_accuracy", [.. Enumerable.Repeat(43 / 45d, 10), .. Enumerable.Repeat(1d, 10), .. Enumerable.Repeat(44 / 45d, 5), .. Enumerable.Repeat(42 / 45d, 15)])).EvidenceItems[^1].Value.ShouldBe(3, 1e-5);
    }

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
