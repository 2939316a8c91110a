using DeepFix.Statistics;

namespace DeepFix.Tests.Statistics;

/// <summary>Small cases worked out by hand, at the borders where a statistic begins to exist.</summary>
public sealed class HandMadeTests
{
    [Fact]
    public void Jitter_from_mean_squares_is_that_of_the_bends()
    {
        Noise.OfMeanSquare([0, 3, 0]).ShouldBe(Math.Sqrt(6), 1e-12);
        Noise.OfMeanSquare([0, 1, 0, 3]).ShouldBe(Math.Sqrt((4 + 16) / 2.0 / 6), 1e-12);
        Noise.OfMeanSquare([0, 3]).ShouldBe(double.NaN);
        Noise.OfMeanSquare([1, 2, 3, 4]).ShouldBe(0);
    }

    [Fact]
    public void A_share_varies_as_a_binomial_one_and_no_share_not_at_all()
    {
        Proportion.Deviation(0.2, 100).ShouldBe(0.04, 1e-12);
        Proportion.Deviation(1.2, 100).ShouldBe(0);
    }

    [Fact]
    public void A_trend_changes_over_the_steps_between_its_points()
    {
        var trend = new Trend(2, -1, 2, 5);
        trend.Change.ShouldBe(8);
        trend.IsConstantWithin(8).ShouldBeFalse();
        trend.IsConstantWithin(8.1).ShouldBeTrue();
        new Trend(0, 0, 0, 5).Falls.ShouldBeFalse();
        new Trend(0, 0, 0, 5).Rises.ShouldBeFalse();
    }

    [Fact]
    public void Two_points_have_a_slope_and_ten_have_the_interval_of_their_ranks()
    {
        TheilSen.Fit([1, 3]).Slope.ShouldBe(2);
        double[] values = [0, 5, 1, 7, 2, 9, 4, 4.5, 8, 3], slopes = [.. from i in Enumerable.Range(0, 10) from j in Enumerable.Range(i + 1, 9 - i) orderby (values[j] - values[i]) / (j - i) select (values[j] - values[i]) / (j - i)];
        // 1.96 · √(10 · 9 · 25 / 18) = 21.9 of 45 slopes.
        (TheilSen.Fit(values).Low, TheilSen.Fit(values).High).ShouldBe((slopes[12], slopes[33]));
        Trend line = TheilSen.Fit([.. Enumerable.Range(0, 1000).Select(i => 0.5 * i)]);
        (line.Low, line.High).ShouldBe((0.5, 0.5));
    }

    [Fact]
    public void Three_points_have_a_trend_and_equal_ones_have_none()
    {
        MannKendall.Z([1, 2, 3]).ShouldBe(2 / Math.Sqrt(3 * 2 * 11 / 18.0), 1e-12);
        MannKendall.Z([1, 2]).ShouldBe(0);
        MannKendall.Z([2, 2, 2, 2]).ShouldBe(0);
    }

    [Fact]
    public void Three_points_that_turn_once_turn_more_often_than_chance_has_them()
    {
        TurningPoints.Z([0, 1, 0]).ShouldBe((1 - (2 / 3.0)) / Math.Sqrt(19 / 90.0), 1e-12);
        TurningPoints.Z([0, 1, 2, 1, 3]).ShouldBe((2 - 2) / Math.Sqrt(51 / 90.0), 1e-12);
        TurningPoints.Z([0, 1, 0, 1, 0]).ShouldBe((3 - 2) / Math.Sqrt(51 / 90.0), 1e-12);
    }

    [Fact]
    public void As_many_points_as_are_wanted_are_not_thinned()
    {
        Thinning.BlockSize(200, 200).ShouldBe(1);
        Thinning.BlockSize(201, 200).ShouldBe(2);
    }

    [Fact]
    public void A_number_that_is_none_stands_below_all_others_however_many_there_are()
        => double.IsNaN(Order.Quantile([.. Enumerable.Range(0, 100).Select(i => (double)i), double.NaN], 0)).ShouldBeTrue();
}
