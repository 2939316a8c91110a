using CsCheck;
using DeepFix.Statistics;

namespace DeepFix.Tests.Statistics;

public sealed class StatisticsTests
{
    private static readonly Gen<double[]> Series = Gen.OneOf(Gen.Double[-100, 100], Gen.Int[-3, 3].Select(i => (double)i)).Array[3, 60];

    [Fact]
    public void Median_and_deviation_are_those_of_the_textbook() => Series.Sample(v =>
    {
        Order.Median(v).ShouldBe(Slowly.Median(v), 1e-9);
        Order.Deviation(v).ShouldBe(Slowly.Deviation(v), 1e-9);
    });

    [Fact]
    public void Quantile_lies_between_the_smallest_and_the_largest_and_rises_with_the_share() => Gen.Select(Series, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((v, a, b) =>
    {
        Order.Quantile(v, Math.Min(a, b)).ShouldBeLessThanOrEqualTo(Order.Quantile(v, Math.Max(a, b)) + 1e-9);
        Order.Quantile(v, 0).ShouldBe(v.Min());
        Order.Quantile(v, 1).ShouldBe(v.Max());
    });

    [Fact]
    public void Of_nothing_the_median_is_no_number() => Order.Median([]).ShouldBe(double.NaN);

    [Fact]
    public void Noise_is_that_of_the_textbook() => Series.Sample(v => Noise.OfSecondDifferences(v).ShouldBe(Slowly.Noise(v), 1e-9));

    [Fact]
    public void Noise_does_not_see_a_straight_trend()
        => Gen.Select(Series, Gen.Double[-50, 50]).Sample((v, slope) => Noise.OfSecondDifferences([.. v.Select((x, i) => x + slope * i)]).ShouldBe(Noise.OfSecondDifferences(v), 1e-6));

    [Fact]
    public void Noise_of_normal_numbers_is_their_standard_deviation()
        => Noise.OfSecondDifferences(Curves.Normal(20_000, 3, seed: 1)).ShouldBe(3, 0.1);

    [Fact]
    public void Slope_is_that_of_all_pairs() => Series.Sample(v => TheilSen.Fit(v).Slope.ShouldBe(Slowly.TheilSenSlope(v), 1e-9));

    [Fact]
    public void Slope_lies_in_its_interval() => Series.Sample(v =>
    {
        Trend trend = TheilSen.Fit(v);
        trend.Low.ShouldBeLessThanOrEqualTo(trend.Slope);
        trend.High.ShouldBeGreaterThanOrEqualTo(trend.Slope);
    });

    [Fact]
    public void Interval_of_the_slope_covers_the_true_slope_nineteen_times_in_twenty()
    {
        int covered = Enumerable.Range(0, 400).Count(seed =>
        {
            Trend trend = TheilSen.Fit([.. Curves.Normal(40, 1, seed).Select((x, i) => x + 0.3 * i)]);
            return trend.Low <= 0.3 && trend.High >= 0.3;
        });
        covered.ShouldBeInRange(360, 399);
    }

    [Fact]
    public void Slope_of_a_long_series_is_that_of_the_whole()
        => TheilSen.Fit([.. Curves.Normal(100_003, 1, seed: 5).Select((x, i) => x - 0.001 * i)]).Slope.ShouldBe(-0.001, 1e-5);

    [Fact]
    public void A_third_of_wild_points_does_not_move_the_slope()
        => TheilSen.Fit([.. Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? 1e6 : 2.0 * i)]).Slope.ShouldBe(2, 0.5);

    [Fact]
    public void Mann_and_Kendalls_statistic_is_that_of_the_textbook() => Series.Sample(v => MannKendall.Z(v).ShouldBe(Slowly.MannKendallZ(v), 1e-9));

    [Fact]
    public void Turning_points_are_those_counted_one_by_one()
        => Series.Sample(v => (TurningPoints.Share(v) * (v.Length - 2)).ShouldBe(Slowly.TurningPoints(v), 1e-9));

    [Fact]
    public void Independent_points_turn_two_times_in_three_and_alternating_ones_always()
    {
        TurningPoints.Share(Curves.Normal(5000, 1, seed: 2)).ShouldBe(2 / 3.0, 0.03);
        Math.Abs(TurningPoints.Z(Curves.Normal(5000, 1, seed: 2))).ShouldBeLessThan(3);
        TurningPoints.Share([1, 2, 1, 2, 1, 2]).ShouldBe(1);
        TurningPoints.Z([.. Enumerable.Range(0, 40).Select(i => (double)(i % 2))]).ShouldBeGreaterThan(4);
    }

    [Fact]
    public void Best_cut_leaves_the_fewest_squares() => Series.Sample(v =>
    {
        Segments? best = Segments.Best(v, 1);
        double least = Enumerable.Range(1, v.Length - 1).Min(cut => Slowly.SquaresAroundTwoMeans(v, cut));
        Slowly.SquaresAroundTwoMeans(v, best!.Value.At).ShouldBe(least, 1e-6);
        best.Value.Before.ShouldBe(v[..best.Value.At].Average(), 1e-9);
        best.Value.After.ShouldBe(v[best.Value.At..].Average(), 1e-9);
    });

    [Fact]
    public void A_cut_needs_points_on_both_sides()
    {
        Segments.Best([1, 2, 3], 2).ShouldBeNull();
        Segments.Best([0, 0, 0, 5, 5], 2)!.Value.At.ShouldBe(3);
    }

    [Fact]
    public void Wilsons_interval_holds_the_chances_that_the_share_does_not_contradict()
        => Gen.Select(Gen.Double[0, 1], Gen.Int[1, 500]).Sample((share, trials) =>
        {
            (double low, double high) = Proportion.Wilson(share, trials);
            (double slowLow, double slowHigh) = Slowly.Wilson(share, trials, 1.96);
            low.ShouldBe(slowLow, 1e-6);
            high.ShouldBe(slowHigh, 1e-6);
        });

    [Fact]
    public void Without_trials_every_chance_is_possible() => Proportion.Wilson(0.5, 0).ShouldBe((0.0, 1.0));

    [Fact]
    public void Deviation_of_a_share_falls_with_the_root_of_the_trials()
        => Proportion.Deviation(0.5, 400).ShouldBe(Proportion.Deviation(0.5, 100) / 2, 1e-12);

    [Fact]
    public void Running_median_is_that_of_each_window() => Gen.Select(Series, Gen.Int[0, 20]).Sample((v, reach) =>
        Smoothing.RunningMedian(v, reach).Zip(Slowly.RunningMedian(v, reach)).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-9));

    [Fact]
    public void Minimum_is_the_first_of_the_smallest() => Series.Sample(v => Smoothing.IndexOfMinimum(v).ShouldBe(Array.IndexOf(v, v.Min())));

    [Fact]
    public void Thinning_keeps_the_mean_and_the_bound() => Gen.Select(Series, Gen.Int[1, 80]).Sample((v, most) =>
    {
        double[] thin = Thinning.BlockMeans(v, most);
        int size = Thinning.BlockSize(v.Length, most);
        thin.Length.ShouldBeLessThanOrEqualTo(most);
        thin.Select((m, i) => m * Math.Min(size, v.Length - i * size)).Sum().ShouldBe(v.Sum(), 1e-6);
    });

    [Fact]
    public void A_constant_series_is_constant_within_any_margin_and_a_steep_one_is_not()
    {
        TheilSen.Fit([3, 3, 3, 3, 3, 3]).IsConstantWithin(1e-9).ShouldBeTrue();
        TheilSen.Fit([.. Enumerable.Range(0, 20).Select(i => (double)i)]).IsConstantWithin(5).ShouldBeFalse();
        TheilSen.Fit([.. Enumerable.Range(0, 20).Select(i => (double)i)]).Rises.ShouldBeTrue();
        TheilSen.Fit([.. Enumerable.Range(0, 20).Select(i => -0.5 * i)]).Falls.ShouldBeTrue();
    }
}
