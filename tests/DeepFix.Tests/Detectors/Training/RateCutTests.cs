using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using TrainingCurve = DeepFix.Detectors.Training.Curve;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>A cut of the rate by hand: ten points, the rate falls to an eighth at the fifth.</summary>
public sealed class RateCutTests
{
    private static readonly double[] CutAtFifth = [1, 1, 1, 1, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125];

    [Fact]
    public void The_pace_before_and_after_the_cut_is_measured_from_three_points_before_it()
    {
        RateCut cut = Cut([10, 9, 8, 7, 6, 5.875, 5.75, 5.625, 5.5, 5.375]);
        (cut.At, cut.From, cut.PointsAfter, cut.ShareAfter).ShouldBe((4, 1, 5, 0.6));
        cut.Before.ShouldBe(1);
        // The end is the median of the last three points, 5.5, which lies four points after the cut.
        cut.Slowed.ShouldBe(0.5 / 4);
        cut.Foregone.ShouldBe(5 / 5.5);
        cut.Multiple.ShouldBe(1e6, "no point leaves the line after the cut");
    }

    [Fact]
    public void Jitter_after_the_cut_is_what_the_fall_before_it_is_held_against()
    {
        // Every second difference is 2, so a point deviates by 1.4826 · 2 / √6.
        RateCut cut = Cut([10, 9, 8, 7, 6, 5, 6, 5, 6, 5]);
        cut.Multiple.ShouldBe(3 / (1.482602218505602 * 2 / Math.Sqrt(6)), 1e-12);
        cut.Slowed.ShouldBe(0.25);
        cut.Foregone.ShouldBe(1);
    }

    [Fact]
    public void A_loss_that_did_not_fall_before_the_cut_was_not_slowed_by_it()
    {
        Numbers(Cut([6, 6, 6, 6, 6, 5, 4, 3, 2, 1])).ShouldBe((1e6, 0, 0));
        Numbers(Cut([6, 6, 6, 6, 6, 6, 6, 6, 6, 6])).ShouldBe((1e6, 0, 0));
        Numbers(Cut([2, 3, 4, 5, 6, 5, 4, 3, 2, 1])).ShouldBe((1e6, -2.5, 0));
    }

    [Fact]
    public void A_loss_that_ends_at_nothing_or_below_has_no_level_to_compare_with()
    {
        Cut([4, 3, 2, 1, 0, 0, 0, 0, 0, 0]).Foregone.ShouldBe(1e6);
        Cut([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Foregone.ShouldBe(0);
        Cut([-6, -5, -4, -3, -2, -2, -2, -2, -2, -2]).Foregone.ShouldBe(0);
        Cut([0, -1, -2, -3, -4, -4, -4, -4, -4, -4]).Foregone.ShouldBe(1e6);
    }

    [Fact]
    public void A_loss_that_rises_after_the_cut_goes_on_at_no_pace()
        => Cut([10, 9, 8, 7, 6, 7, 8, 9, 10, 10]).Slowed.ShouldBe(0);

    [Fact]
    public void A_cut_at_the_second_point_is_measured_from_the_first()
    {
        RateCut cut = Of([5, 3, 3, 3], [1, 0.125, 0.125, 0.125]).ShouldNotBeNull();
        (cut.At, cut.From, cut.Before, cut.PointsAfter, cut.ShareAfter).ShouldBe((1, 0, 2, 2, 0.75));
    }

    [Fact]
    public void A_rate_at_the_share_itself_is_low_and_one_above_it_is_not()
    {
        double[] loss = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
        Of(loss, CutAtFifth, lowShare: 0.125).ShouldNotBeNull();
        Of(loss, CutAtFifth, lowShare: 0.12).ShouldBeNull();
    }

    [Fact]
    public void A_rate_that_rises_again_is_cut_where_it_falls_for_good()
    {
        double[] loss = [10, 9, 8, 7, 6, 5, 4, 3];
        Of(loss, [1, 0.1, 0.1, 1, 0.1, 0.1, 0.1, 0.1]).ShouldNotBeNull().At.ShouldBe(4);
        Of(loss, [1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1]).ShouldBeNull();
        Of(loss, [1, 1, 1, 1, 1, 1, 1, 1]).ShouldBeNull();
        Of(loss, [0, 0, 0, 0, 0, 0, 0, 0]).ShouldBeNull();
    }

    [Fact]
    public void Three_points_of_loss_must_lie_after_the_cut_and_one_before_it()
    {
        Of([5, 4, 3, 2], [1, 1, 0.1, 0.1]).ShouldBeNull();
        Of([5, 4, 3, 2, 1], [1, 1, 0.1, 0.1, 0.1]).ShouldNotBeNull();
        TrainingCurve early = TrainingCurve.Of(new MetricSeries("learning_rate", [1, 2, 3], [double.NaN, double.NaN, double.NaN], [1, 0.1, 0.1]), TestContext.Current.CancellationToken)!;
        RateCut.Of(Curve("train_loss", [5, 4, 3, 2, 1]), early, 0.2).ShouldBeNull();
    }

    private static (double Slowed, double Foregone, double Multiple) Numbers(RateCut cut) => (cut.Slowed, cut.Foregone, cut.Multiple);

    private static RateCut Cut(double[] loss) => Of(loss, CutAtFifth).ShouldNotBeNull();

    private static RateCut? Of(double[] loss, double[] rate, double lowShare = 0.2) => RateCut.Of(Curve("train_loss", loss), Curve("learning_rate", rate), lowShare);

    private static TrainingCurve Curve(string name, double[] values) => TrainingCurve.Of(Builders.Curve.Series(name, values), TestContext.Current.CancellationToken)!;
}
