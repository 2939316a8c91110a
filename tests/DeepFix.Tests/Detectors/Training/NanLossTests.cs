using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class NanLossTests
{
    private static readonly TrainingArtifacts Lost = Some.HealthyRun.With("train_loss", Curves.Fall(2.3, 1.5, 10).Then([double.NaN, double.NaN, double.NaN]));

    [Fact]
    public void A_loss_that_ends_in_NaN_spoils_the_run()
    {
        Finding finding = new NanLoss().Found(Lost);
        finding.Severity.ShouldBe(Severity.High);
        finding.Description.ShouldContain("epoch 10");
        finding.EvidenceItems.ShouldContain(e => e.Series == "train_loss" && e.Value == 3);
    }

    [Fact]
    public void A_single_infinite_point_that_is_left_again_is_less_bad()
        => new NanLoss().Found(Some.HealthyRun.With("val_loss", [2, 1.5, double.PositiveInfinity, 1.2, 1.1, 1])).Severity.ShouldBe(Severity.Medium);

    [Fact]
    public void Of_several_broken_metrics_the_one_that_lost_most_decides()
    {
        Finding finding = new NanLoss().Found(Some.Run.With("train_loss", [1, double.NaN, 1, 1]).With("val_loss", [double.NaN, double.NaN, double.NaN, 1]));
        finding.Severity.ShouldBe(Severity.High);
        finding.Description.ShouldStartWith("train_loss, val_loss are not finite: val_loss first at epoch 0, 3 of 4 points in all");
        finding.EvidenceItems[^1].Value.ShouldBe(0.75);
    }

    [Fact]
    public void Finite_losses_are_clean() => new NanLoss().Clean(Some.HealthyRun);

    [Fact]
    public void Points_that_were_not_logged_are_no_NaN() => new NanLoss().Clean(Some.Run.With("train_loss", [1, 0.5]).With("val_loss", [1]));

    [Fact]
    public void NaN_in_a_gradient_norm_is_no_NaN_of_a_loss() => new NanLoss().Clean(Some.HealthyRun.With("grad_norm", [1, double.NaN]));

    [Fact]
    public void Without_any_loss_nothing_can_be_said() => new NanLoss().NotAssessable(Some.Run.With("learning_rate", [1e-3]));

    [Fact]
    public void Points_allowed_decide() => Lost.TurnOn(new NanLoss.Limits(), l => new NanLoss(l), l => l with { NonFinitePoints = l.NonFinitePoints.At(3) });

    [Fact]
    public void Share_lost_decides_how_bad_it_is()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", [1, double.NaN, double.NaN, double.NaN, 1]);
        var limits = new NanLoss.Limits();
        new NanLoss(limits).Found(run).Severity.ShouldBe(Severity.High);
        new NanLoss(limits with { LostShare = limits.LostShare.At(0.7) }).Found(run).Severity.ShouldBe(Severity.Medium);
    }
}
