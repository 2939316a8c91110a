using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>The numbers behind exploding gradients, by hand. Running medians of three end at the ends themselves.</summary>
public sealed class ExplodingGradientsTests
{
    private static readonly double[] GrowsToTwenty = [1, 1, 1, 1, 1, 20, 20, 20];

    [Fact]
    public void A_norm_without_a_loss_beside_it_is_told_with_its_growth()
    {
        Finding finding = new ExplodingGradients().Found(Some.Run.With("grad_norm", GrowsToTwenty));
        (finding.Severity, finding.Confidence).ShouldBe((Severity.Low, 0.35));
        Evidence growth = finding.EvidenceItems.ShouldHaveSingleItem();
        (growth.Value, growth.FromStep, growth.ToStep).ShouldBe((20, 10, 80));
        finding.Description.ShouldStartWith("grad_norm begins at 1 and reaches 20 around epoch 5, 20 times as much.");
        finding.Description.ShouldEndWith("Without a training loss it is not known whether the model gains by it: gradients grow too where a model leaves a flat start.");
    }

    [Theory]
    [InlineData(0.25, Severity.Medium, 0.85)]
    [InlineData(0.5, Severity.Low, 0.35)]
    [InlineData(0.75, Severity.Low, 0.35)]
    public void How_much_of_the_fall_of_the_loss_is_reached_at_the_largest_norm_tells_damage_from_gain(double progress, Severity severity, double confidence)
    {
        // From 2 to 1 in all; at the sixth point the median is the value itself.
        double at = 2 - progress;
        Finding finding = new ExplodingGradients().Found(Some.Run.With("grad_norm", GrowsToTwenty).With("train_loss", [2, 2, 2, 2, 2, at, 1, 1]));
        (finding.Severity, finding.Confidence).ShouldBe((severity, confidence));
        if (severity == Severity.Medium)
        {
            Evidence reached = finding.EvidenceItems[1];
            (reached.Value, reached.FromStep, reached.ToStep).ShouldBe((0.25, 10, 60));
            reached.Measure.ShouldBe("fall of train_loss up to the largest smoothed grad_norm, over its whole fall");
            finding.Description.ShouldEndWith("train_loss does not gain by it: 25 % of its whole fall is reached there.");
        }
        else
        {
            finding.EvidenceItems.ShouldHaveSingleItem();
            finding.Description.ShouldContain($"train_loss falls all the same, by {100 * progress} % of its whole fall");
        }
    }

    [Fact]
    public void A_loss_above_its_start_has_reached_none_of_its_fall()
    {
        Finding finding = new ExplodingGradients().Found(Some.Run.With("grad_norm", GrowsToTwenty).With("train_loss", [2, 2, 2, 2, 2, 3, 3, 1]));
        finding.EvidenceItems[1].Value.ShouldBe(-1);
        finding.Description.ShouldContain(" 0 % of its whole fall is reached there.");
    }

    [Fact]
    public void A_loss_that_never_falls_has_reached_nothing()
        => new ExplodingGradients().Found(Some.Run.With("grad_norm", GrowsToTwenty).With("train_loss", Curves.Line(2, 2, 8))).EvidenceItems[1].Value.ShouldBe(0);

    [Fact]
    public void The_early_level_of_a_long_record_is_the_median_of_its_first_fiftieth_and_a_point()
    {
        double[] norms = [8, 2, 2, .. Curves.Line(2, 2, 47), .. Curves.Line(50, 50, 50)];
        new ExplodingGradients().Found(Some.Run.With("grad_norm", norms)).EvidenceItems[0].Value.ShouldBe(25);
        // Below a hundred points it is the mean of the first two.
        new ExplodingGradients().Found(Some.Run.With("grad_norm", [6, 2, .. Curves.Line(2, 2, 48), .. Curves.Line(50, 50, 10)])).EvidenceItems[0].Value.ShouldBe(12.5);
        // Below fifty it is the first.
        new ExplodingGradients().Found(Some.Run.With("grad_norm", [2.5, 2, .. Curves.Line(2, 2, 20), .. Curves.Line(50, 50, 10)])).EvidenceItems[0].Value.ShouldBe(20);
    }

    [Fact]
    public void A_decade_itself_is_no_explosion_and_a_norm_that_begins_at_nothing_has_no_growth()
    {
        Growth([1, 1, 1, 10, 10, 10]).ShouldBe(10);
        Growth([0, 1, 1, 10, 10, 10]).ShouldBe(0);

        static double Growth(double[] norms) => new ExplodingGradients().On(Some.Run.With("grad_norm", norms)).ShouldBeOfType<Detection.Clean>().Measured[0].Value;
    }

    [Fact]
    public void Five_points_are_enough_and_four_are_not()
    {
        new ExplodingGradients().Clean(Some.Run.With("grad_norm", [1, 1, 1, 1, 1]));
        new ExplodingGradients().NotAssessable(Some.Run.With("grad_norm", [1, 1, 1, 1]));
        new ExplodingGradients().On(Some.Run).ShouldBe(new Detection.NotAssessable("The run logged no grad_norm.", "Log grad_norm once an epoch."));
    }

    [Fact]
    public void Norms_that_are_no_numbers_are_counted()
    {
        Finding finding = new ExplodingGradients().Found(Some.Run.With("grad_norm", [1, double.NaN, 1, double.PositiveInfinity]));
        (finding.Severity, finding.Confidence).ShouldBe((Severity.High, 0.97));
        finding.EvidenceItems.ShouldHaveSingleItem().Value.ShouldBe(2);
        finding.Description.ShouldBe("grad_norm is NaN or infinite at 2 of 4 points: the gradients left the range of numbers.");
    }

    [Fact]
    public void A_burst_is_told_by_the_first_norm_and_by_what_the_first_errors_cost()
    {
        // Half of the rows are wrong at first, at a loss of 62, and half afterwards, at a loss of 1.
        TrainingArtifacts burst = Some.Run.With("grad_norm", [100, 4, 4, 4, 4, 4]).With("train_loss", [62, 1, 1, 1, 1, 1]).With("train_accuracy", Curves.Line(0.5, 0.5, 6));
        Finding finding = new ExplodingGradients().Found(burst);
        (finding.Severity, finding.Confidence).ShouldBe((Severity.Medium, 0.85));
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([25, 62]);
        finding.EvidenceItems.Select(e => e.Measure).ShouldBe(["grad_norm at the first record over its median afterwards", "loss per wrong prediction in the first epoch over its median afterwards"]);
        finding.Description.ShouldStartWith("grad_norm is 100 at the first record and 4 in the median afterwards, while train_loss comes down from 62 to about 1.");
        new ExplodingGradients().Clean(burst.With("grad_norm", [40, 4, 4, 4, 4, 4]));
        new ExplodingGradients().Clean(burst.With("train_loss", [30, 1, 1, 1, 1, 1]));
        new ExplodingGradients().Clean(burst.Without("train_accuracy"));
    }
}
