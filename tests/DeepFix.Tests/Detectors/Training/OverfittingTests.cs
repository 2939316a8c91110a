using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class OverfittingTests
{
    private static readonly TrainingArtifacts Turning = Some.Run
        .With("train_loss", Curves.Fall(2, 0.05, 40, 8).Noisy(0.005))
        .With("val_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.85, 1.3, 25)).Noisy(0.01, 2));

    private static readonly TrainingArtifacts Leading = Some.HealthyRun.With("val_accuracy", Curves.Fall(0.2, 0.8, 40).Noisy(0.01));
    private static readonly Overfitting.Limits Default = new();

    [Fact]
    public void A_rise_of_the_loss_that_costs_hardly_a_right_answer_is_a_note()
    {
        TrainingArtifacts sure = Turning.With("train_accuracy", Curves.Fall(0.5, 1, 40)).With("val_accuracy", Curves.Fall(0.5, 0.985, 40)).WithFacts(new TaskFacts { TaskType = "classification", NumClasses = 10, ValRows = 20000 });
        Finding finding = new Overfitting().Found(sure);
        finding.Severity.ShouldBe(Severity.Low);
        finding.Description.ShouldContain("too sure");
        new Overfitting(Default with { CheapGap = Default.CheapGap.At(0.01), Attained = Default.Attained.At(1) }).Found(sure).Severity.ShouldBe(Severity.Medium);
        TrainingArtifacts apart = sure.With("val_accuracy", Curves.Fall(0.5, 0.93, 40));
        new Overfitting().Found(apart).Severity.ShouldBe(Severity.Medium);
        // A lead of 0.07 over 40 rows is less than three rows.
        new Overfitting().Found(apart.WithFacts(apart.Facts with { ValRows = 40 })).Description.ShouldContain("cannot be told: train_accuracy leads val_accuracy by 0.07, no more than the size of the validation set explains");
    }

    [Fact]
    public void A_rise_of_the_loss_that_leaves_little_to_gain_is_a_note()
    {
        TrainingArtifacts regression = Turning.With("val_r2", Curves.Fall(0.5, 0.96, 40)).WithFacts(new TaskFacts { TaskType = "regression" });
        Finding finding = new Overfitting().Found(regression);
        (finding.Severity, finding.EvidenceItems[^1].Series).ShouldBe((Severity.Low, "val_r2"));
        finding.Description.ShouldContain("has come 96 % of the way");
        new Overfitting(Default with { Attained = Default.Attained.At(0.97) }).Found(regression).Severity.ShouldBe(Severity.Medium);
        new Overfitting().Found(regression.With("val_r2", Curves.Fall(0.5, 0.94, 40))).Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void Validation_loss_that_rises_while_training_loss_falls_is_found()
    {
        Finding finding = new Overfitting().Found(Turning);
        finding.Severity.ShouldBe(Severity.Medium);
        finding.Description.ShouldContain("val_loss is best at epoch 1");
    }

    [Fact]
    public void A_lead_of_training_accuracy_that_grows_is_found_though_validation_loss_does_not_rise()
        => new Overfitting().Found(Leading).Description.ShouldContain("lead");

    [Fact]
    public void A_lead_of_more_than_a_fifth_spoils_the_model()
        => new Overfitting().Found(Some.HealthyRun.With("val_accuracy", Curves.Fall(0.2, 0.6, 40).Noisy(0.01))).Severity.ShouldBe(Severity.High);

    [Fact]
    public void Without_scores_the_gap_between_the_losses_is_found()
        => new Overfitting().Found(Some.Run.With("train_loss", Curves.Fall(2, 0.3, 30)).With("val_loss", Curves.Fall(2, 1.3, 30))).Description.ShouldContain("gap");

    [Fact]
    public void Losses_that_fall_together_are_clean() => new Overfitting().Clean(Some.HealthyRun);

    [Fact]
    public void A_mild_gap_is_clean()
        => new Overfitting().Clean(Some.Run.With("train_loss", Curves.Fall(2.3, 0.017, 30)).With("val_loss", Curves.Fall(2.3, 0.1, 30)));

    [Fact]
    public void Validation_loss_that_rises_together_with_training_loss_is_not_overfitting()
        => new Overfitting().Clean(Some.Run.With("train_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.9, 1.6, 15)).Noisy(0.01)).With("val_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.9, 1.6, 15)).Noisy(0.01, 2)));

    [Fact]
    public void A_rise_that_stays_under_the_training_loss_is_clean()
        => new Overfitting().Clean(Some.Run.With("train_loss", Curves.Fall(2, 0.3, 40, 8).Noisy(0.002)).With("val_loss", Curves.Fall(2, 0.09, 20).Then(Curves.Line(0.1, 0.14, 20)).Noisy(0.001, 2)));

    [Fact]
    public void A_lead_that_so_few_validation_rows_explain_is_clean()
        => new Overfitting().Clean(Leading.WithFacts(Leading.Facts with { ValRows = 8 }));

    [Fact]
    public void Missing_columns_and_short_records_cannot_be_judged()
    {
        new Overfitting().NotAssessable(Turning.Without("val_loss"));
        new Overfitting().NotAssessable(Turning.Without("train_loss"));
        new Overfitting().NotAssessable(Turning.With("val_loss", [2, 1, 2, 3, 4]));
        new Overfitting().NotAssessable(Turning.With("train_loss", [2, 1, 0.5, 0.4, 0.3]));
    }

    [Fact]
    public void Each_limit_of_the_turn_decides()
    {
        // Without the growth of the gap between the losses, which this run shows as well.
        Overfitting.Limits turn = Default with { LossGap = Default.LossGap.At(10) };
        Turning.TurnOn(turn, l => new Overfitting(l), l => l with { LossRise = l.LossRise.At(1) });
        Turning.TurnOn(turn, l => new Overfitting(l), l => l with { NoiseMultiple = l.NoiseMultiple.At(100) });
        Turning.TurnOn(turn, l => new Overfitting(l), l => l with { FewestPoints = l.FewestPoints.At(41) });
        Turning.TurnOn(turn, l => new Overfitting(l), l => l with { EndGap = l.EndGap.At(5) });
        TrainingArtifacts rising = Turning.With("train_loss", Curves.Fall(2, 0.1, 15).Then(Curves.Line(0.15, 0.35, 25)).Noisy(0.005));
        rising.TurnOn(turn, l => new Overfitting(l), l => l with { TrainRise = l.TrainRise.At(0.5) });
    }

    [Fact]
    public void Each_limit_of_the_lead_decides()
    {
        Leading.TurnOn(Default, l => new Overfitting(l), l => l with { ScoreGap = l.ScoreGap.At(0.3) });
        Leading.TurnOn(Default, l => new Overfitting(l), l => l with { GapMultiple = l.GapMultiple.At(50) });
        new Overfitting(Default with { CostlyGap = Default.CostlyGap.At(0.02) }).Found(Leading).Severity.ShouldBe(Severity.High);
        new Overfitting(Default with { CostlyGap = Default.CostlyGap.At(1) }).Found(Leading).Severity.ShouldBe(Severity.Medium);
        Some.Run.With("train_loss", Curves.Fall(2, 0.3, 30)).With("val_loss", Curves.Fall(2, 1.3, 30))
            .TurnOn(Default, l => new Overfitting(l), l => l with { LossGap = l.LossGap.At(5) });
    }
}
