using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>A recorder that looks now and then, to stay cheap: what it saw last need not be the end.</summary>
public sealed class SparseRecordTests
{
    [Theory]
    [InlineData(31, false)]
    [InlineData(33, true)]
    public void A_series_goes_on_to_the_end_if_it_reaches_the_last_fifth_of_the_run(int points, bool isRecent)
    {
        TrainingArtifacts run = Some.HealthyRun.With("train_r2", Curves.Line(0, 0.5, points));
        (run.Metrics.FindToTheEnd("train_r2") is not null).ShouldBe(isRecent);
        run.Metrics.FindToTheEnd("train_accuracy").ShouldNotBeNull();
        run.Metrics.FindToTheEnd("val_r2").ShouldBeNull();
    }

    [Fact]
    public void Classes_that_had_collapsed_early_are_no_collapse_at_the_end()
    {
        TrainingArtifacts early = Some.HealthyRun.With("val_max_class_share", Curves.Line(0.9, 0.9, 6)), late = Some.HealthyRun.With("val_max_class_share", Curves.Line(0.9, 0.9, 40));
        new ClassCollapse().Found(late);
        new ClassCollapse().NotAssessable(early);
    }

    [Fact]
    public void Units_that_were_dead_early_are_not_known_to_be_so_at_the_end()
    {
        new DyingRelu().Found(Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.9, 0.9, 40)));
        new DyingRelu().NotAssessable(Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.9, 0.9, 6)));
    }

    [Fact]
    public void Units_of_outputs_that_are_no_number_are_not_dead()
    {
        double[] broken = Curves.Line(2, 1, 40);
        broken[^1] = double.NaN;
        new DyingRelu().NotAssessable(Some.HealthyRun.With("dead_unit_fraction", Curves.Line(0.9, 0.9, 40)).With("train_loss", broken));
    }

    [Fact]
    public void A_training_score_of_the_first_epochs_does_not_make_an_overfitted_model_an_underfitted_one()
    {
        TrainingArtifacts overfitted = Some.Run.With("train_loss", Curves.Fall(0.8, 0.01, 40)).With("val_loss", Curves.Line(0.7, 0.9, 40)).With("val_r2", Curves.Line(0.3, 0.2, 40)).With("train_r2", Curves.Line(0, 0.1, 3));
        Finding finding = new Underfitting().Found(overfitted);
        finding.Severity.ShouldBe(Severity.Low);
        finding.Description.ShouldContain("may be overfitting as well");
        new Underfitting().Found(overfitted.With("train_r2", Curves.Line(0, 0.1, 40))).Severity.ShouldBe(Severity.High);
    }

    [Fact]
    public void Scores_of_the_first_epochs_do_not_say_that_nothing_was_learnt()
    {
        TrainingArtifacts learnt = Some.Run.With("train_loss", Curves.Fall(1, 0.2, 40)).With("val_loss", Curves.Fall(1, 0.1, 40)).With("train_r2", Curves.Line(0, 0.01, 4)).With("val_r2", Curves.Line(0, 0.01, 4));
        new NoLearning().Clean(learnt);
        new NoLearning().Found(learnt.With("train_r2", Curves.Line(0, 0.01, 40)).With("val_r2", Curves.Line(0, 0.01, 40)));
    }

    [Fact]
    public void A_gap_of_losses_beside_scores_of_the_first_epochs_is_a_note()
    {
        TrainingArtifacts parted = Some.Run.With("train_loss", Curves.Fall(2, 0.3, 40)).With("val_loss", Curves.Fall(2, 1.3, 40));
        new Overfitting().Found(parted).Severity.ShouldBe(Severity.Medium);
        new Overfitting().Found(parted.With("train_r2", Curves.Line(0, 0.1, 4)).With("val_r2", Curves.Line(0, 0.1, 4))).Severity.ShouldBe(Severity.Low);
    }
}
