using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class ProgressTests
{
    private static readonly TrainingArtifacts TurnedEarly = SlowRuns.Straight.With("val_loss", Curves.Line(2.3, 1.9, 8).Then(Curves.Line(1.95, 2.4, 12)).Noisy(0.002));

    // Three epochs: both losses fall, that of validation by 0.1 of 2.0 at the last; half of the way from a tenth to one was made at most.
    private static readonly TrainingArtifacts CutOff = Some.Run
        .With("train_loss", [2.2, 2.0, 1.85]).With("val_loss", [2.1, 2.0, 1.9]).With("train_accuracy", [0.2, 0.4, 0.55]).With("val_accuracy", [0.3, 0.4, 0.5])
        .WithFacts(new TaskFacts { TaskType = "classification", NumClasses = 10 });

    [Fact]
    public void A_run_of_few_epochs_that_falls_clearly_to_its_last_was_cut_off()
    {
        Finding finding = new InsufficientEpochs().Found(CutOff);
        finding.EvidenceItems[0].Value.ShouldBe(0.05, 1e-12);
        finding.EvidenceItems[1].Value.ShouldBe(0.5, 1e-12);
        finding.EvidenceItems[1].Series.ShouldBe("train_accuracy");
        new InsufficientEpochs().Clean(CutOff.With("train_accuracy", [0.2, 0.4, 0.8]));
        new InsufficientEpochs().NotAssessable(CutOff.With("val_loss", [2.1, 2.0, 2.05]));
        new InsufficientEpochs().NotAssessable(CutOff.With("train_loss", [2.1, 2.2, 2.0]));
        new InsufficientEpochs().NotAssessable(CutOff.Without("val_loss"));
        new InsufficientEpochs().NotAssessable(CutOff.Without("train_accuracy"));
        new InsufficientEpochs().NotAssessable(CutOff.With("train_loss", [2.2, 2.0]));
    }

    [Fact]
    public void A_run_at_chance_learns_nothing()
    {
        Finding finding = new NoLearning().Found(SlowRuns.Stuck);
        finding.Severity.ShouldBe(Severity.High);
        new NoLearning().Clean(Some.HealthyRun);
        new NoLearning().Clean(SlowRuns.Straight);
        new NoLearning().NotAssessable(Some.Run);
        new NoLearning().NotAssessable(Some.Run.With("train_loss", [1, 1, 1]));
    }

    [Fact]
    public void Without_scores_a_loss_that_never_moved_is_found_with_less_confidence()
        => new NoLearning().Found(Some.Run.With("train_loss", Curves.Line(5.7, 5.69, 30))).Confidence.ShouldBeLessThan(0.7);

    [Fact]
    public void An_accuracy_that_never_moves_by_a_row_is_found_without_the_number_of_classes()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Fall(5, 0.7, 20)).With("val_accuracy", Curves.Line(0.42, 0.42, 20));
        new NoLearning().Found(run).Severity.ShouldBe(Severity.Medium);
        new NoLearning().Clean(run.With("val_accuracy", Curves.Line(0.97, 0.97, 20)));
        new NoLearning().Clean(run.With("val_accuracy", Curves.Line(0.42, 0.43, 20)));
        new NoLearning().Clean(run.With("val_accuracy", [0.4, 0.4, 0.4]));
        var limits = new NoLearning.Limits();
        run.TurnOn(limits, l => new NoLearning(l), l => l with { AccuracyRange = l.AccuracyRange.At(0) });
        run.TurnOn(limits, l => new NoLearning(l), l => l with { ConstantAccuracy = l.ConstantAccuracy.At(0.4) });
    }

    [Fact]
    public void Each_limit_of_no_learning_decides()
    {
        var limits = new NoLearning.Limits();
        SlowRuns.Stuck.TurnOn(limits, l => new NoLearning(l), l => l with { AboveChance = l.AboveChance.At(0) });
        SlowRuns.Stuck.TurnOn(limits, l => new NoLearning(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        Some.Run.With("train_loss", Curves.Line(5.7, 5.69, 30)).TurnOn(limits, l => new NoLearning(l), l => l with { LossFall = l.LossFall.At(0.001) });
    }

    [Fact]
    public void A_model_that_does_not_fit_its_own_rows_underfits()
    {
        new Underfitting().Found(SlowRuns.Straight).Severity.ShouldBe(Severity.Medium);
        new Underfitting().Found(SlowRuns.Stuck).Severity.ShouldBe(Severity.High);
        new Underfitting().Clean(Some.HealthyRun);
        new Underfitting().NotAssessable(Some.Run.With("train_loss", Curves.Fall(2, 1, 20)));
        new Underfitting().NotAssessable(Some.Run);
    }

    [Fact]
    public void Each_limit_of_underfitting_decides()
    {
        var limits = new Underfitting.Limits();
        SlowRuns.Straight.TurnOn(limits, l => new Underfitting(l), l => l with { Attained = l.Attained.At(0.2) });
        SlowRuns.Straight.TurnOn(limits, l => new Underfitting(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        new Underfitting(limits with { HalfWay = limits.HalfWay.At(0.4) }).Found(SlowRuns.Straight).Severity.ShouldBe(Severity.High);
        TrainingArtifacts anyClasses = Some.Run.With("train_loss", Curves.Fall(2.3, 1.5, 20)).With("train_accuracy", Curves.Fall(0.1, 0.4, 20)).With("val_accuracy", Curves.Fall(0.1, 0.36, 20));
        new Underfitting().Found(anyClasses).Severity.ShouldBe(Severity.Medium);
        new Underfitting(limits with { LossLeft = limits.LossLeft.At(0.7) }).NotAssessable(anyClasses);
        new Underfitting(limits with { Attained = limits.Attained.At(0.3) }).NotAssessable(anyClasses);
        new Underfitting().NotAssessable(anyClasses with { Facts = anyClasses.Facts with { TaskType = "language_modeling" } });
    }

    [Fact]
    public void A_loss_that_still_falls_steeply_has_not_converged_and_was_stopped_early()
    {
        new SlowConvergence().Found(SlowRuns.Straight).Severity.ShouldBe(Severity.Medium);
        new InsufficientEpochs().Found(SlowRuns.Straight).Severity.ShouldBe(Severity.Medium);
        new SlowConvergence().Found(SlowRuns.Straight.Without("train_accuracy", "val_accuracy")).Severity.ShouldBe(Severity.Low);
        new InsufficientEpochs().Found(SlowRuns.Straight.Without("train_accuracy", "val_accuracy")).Severity.ShouldBe(Severity.Low);
        new SlowConvergence().Clean(Some.HealthyRun);
        new InsufficientEpochs().Clean(Some.HealthyRun);
    }

    [Fact]
    public void What_depends_on_the_end_is_not_judged_while_the_run_trains()
    {
        new SlowConvergence().NotAssessable(SlowRuns.Straight with { Status = RunStatus.Running });
        new InsufficientEpochs().NotAssessable(SlowRuns.Straight with { Status = RunStatus.Running });
    }

    [Fact]
    public void More_epochs_are_not_advised_after_validation_has_turned()
        => new InsufficientEpochs().Clean(TurnedEarly);

    [Fact]
    public void Each_limit_of_slow_convergence_and_of_too_few_epochs_decides()
    {
        var slow = new SlowConvergence.Limits();
        SlowRuns.Straight.TurnOn(slow, l => new SlowConvergence(l), l => l with { Attained = l.Attained.At(0.2) });
        SlowRuns.Straight.TurnOn(slow, l => new SlowConvergence(l), l => l with { LateShare = l.LateShare.At(0.5) });
        SlowRuns.Straight.TurnOn(slow, l => new SlowConvergence(l), l => l with { LateTrend = l.LateTrend.At(-8) });
        SlowRuns.Straight.TurnOn(slow, l => new SlowConvergence(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        var few = new InsufficientEpochs.Limits();
        SlowRuns.Straight.TurnOn(few, l => new InsufficientEpochs(l), l => l with { Attained = l.Attained.At(0.2) });
        SlowRuns.Straight.TurnOn(few, l => new InsufficientEpochs(l), l => l with { LateShare = l.LateShare.At(0.5) });
        SlowRuns.Straight.TurnOn(few, l => new InsufficientEpochs(l), l => l with { LateTrend = l.LateTrend.At(-8) });
        SlowRuns.Straight.TurnOn(few, l => new InsufficientEpochs(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        CutOff.TurnOn(few, l => new InsufficientEpochs(l), l => l with { LastFall = l.LastFall.At(0.1) });
        TurnedEarly.TurnOn(few, l => new InsufficientEpochs(l), l => l with { BestPosition = l.BestPosition.At(0.1) });
    }

    [Fact]
    public void A_loss_that_does_not_move_far_from_its_goal_is_a_plateau()
    {
        new LossPlateau().Found(SlowRuns.Stuck).Severity.ShouldBe(Severity.Medium);
        new LossPlateau().Found(Some.Run.With("train_loss", Curves.Line(85.1, 85.03, 100))).Severity.ShouldBe(Severity.Low);
        new LossPlateau().Clean(Some.HealthyRun);
        new LossPlateau().Clean(SlowRuns.Straight);
        new LossPlateau().NotAssessable(Some.Run);
    }

    [Fact]
    public void Each_limit_of_the_plateau_decides()
    {
        var limits = new LossPlateau.Limits();
        SlowRuns.Stuck.TurnOn(limits, l => new LossPlateau(l), l => l with { Attained = l.Attained.At(0) });
        SlowRuns.Stuck.TurnOn(limits, l => new LossPlateau(l), l => l with { LateChange = l.LateChange.At(0) });
        SlowRuns.Stuck.TurnOn(limits, l => new LossPlateau(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        Some.Run.With("train_loss", Curves.Line(85.1, 85.03, 100)).TurnOn(limits, l => new LossPlateau(l), l => l with { TotalFall = l.TotalFall.At(0) });
    }
}
