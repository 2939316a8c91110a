using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class DivergenceTests
{
    private static readonly TrainingArtifacts Diverging = Some.Run.With("train_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.9, 1.3, 15)).Noisy(0.01));
    private static readonly Divergence.Limits Default = new();

    [Fact]
    public void A_loss_that_leaves_its_minimum_for_good_is_found_with_the_epoch()
    {
        Finding finding = new Divergence().Found(Diverging);
        finding.Description.ShouldContain("epoch 1");
        finding.Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void A_loss_that_ends_above_its_start_spoils_the_run()
        => new Divergence().Found(Some.Run.With("train_loss", Curves.Line(1, 8, 12))).Severity.ShouldBe(Severity.High);

    [Fact]
    public void A_loss_that_settles_is_clean() => new Divergence().Clean(Some.HealthyRun);

    [Fact]
    public void A_loss_that_still_falls_at_the_end_is_clean() => new Divergence().Clean(Some.Run.With("train_loss", [2.3, 2.29, 2.26, 2.24, 2.21, 2.16, 2.1, 2.0]));

    [Fact]
    public void An_excursion_that_recovers_is_no_divergence()
        => new Divergence().Clean(Some.Run.With("train_loss", Curves.Fall(2, 0.5, 20).Then([5, 9, 4]).Then(Curves.Line(0.5, 0.49, 20)).Noisy(0.005)));

    [Fact]
    public void Too_few_points_and_no_loss_cannot_be_judged()
    {
        new Divergence().NotAssessable(Some.Run.With("train_loss", [1, 2, 3]));
        new Divergence().NotAssessable(Some.Run.With("val_loss", [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void Progress_lost_decides() => Diverging.TurnOn(Default, l => new Divergence(l), l => l with { ProgressLost = l.ProgressLost.At(0.6) });

    [Fact]
    public void Rise_over_the_level_decides() => Diverging.TurnOn(Default, l => new Divergence(l), l => l with { LevelRise = l.LevelRise.At(1) });

    [Fact]
    public void Jitter_decides() => Diverging.TurnOn(Default, l => new Divergence(l), l => l with { NoiseMultiple = l.NoiseMultiple.At(100) });

    [Fact]
    public void Number_of_points_decides() => Diverging.TurnOn(Default, l => new Divergence(l), l => l with { FewestPoints = l.FewestPoints.At(31) });
}
