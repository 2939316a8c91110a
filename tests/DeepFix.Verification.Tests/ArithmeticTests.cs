using DeepFix.Verification.Maths;
using DeepFix.Verification.Measures;

namespace DeepFix.Verification.Tests;

/// <summary>The verification's own statistics, against tables and hand-made cases.</summary>
public sealed class ArithmeticTests
{
    [Fact]
    public void Medians_are_taken_at_the_middle()
    {
        Plain.Median([3, 1, 2]).ShouldBe(2);
        Plain.Median([4, 1, 2, 3]).ShouldBe(2.5);
        Plain.RunningMedian([1, 9, 2, 3, 4], 1).ShouldBe([1.0, 2, 3, 3, 4]);
    }

    [Fact]
    public void A_straight_line_has_no_jitter_and_its_own_slope()
    {
        double[] line = [.. Enumerable.Range(0, 30).Select(i => 5 - (0.5 * i))];
        Plain.Jitter(line).ShouldBe(0);
        Plain.MeanJitter(line).ShouldBe(0);
        Plain.TheilSen(line).ShouldBe((-0.5, -0.5, -0.5));
        Plain.Change(line).ShouldBe(-14.5);
        Plain.Turning(line).ShouldBe(0);
        Plain.Turning([0, 1, 0, 1]).ShouldBe(1);
    }

    [Fact]
    public void The_trend_of_five_rising_points_is_that_of_the_table()
    {
        // S = 10, variance 5 · 4 · 15 / 18.
        Plain.MannKendall([1, 2, 3, 4, 5]).ShouldBe(9 / Math.Sqrt(300 / 18.0), 1e-12);
        Plain.MannKendall([1, 1, 1, 1]).ShouldBe(0);
    }

    [Theory]
    [InlineData(0.7, 0.6778011938374185)]
    [InlineData(2.5, 0.999593047982555)]
    [InlineData(0, 0)]
    public void The_error_function_is_that_of_the_table(double x, double expected) => Tails.Erf(x).ShouldBe(expected, 1e-14);

    [Theory]
    [InlineData(30, 5, 1.4748581038443073e-05)]
    [InlineData(200, 9, 3.312992393909567e-38)]
    [InlineData(3.2, 4, 0.5249309467861041)]
    public void Chi_square_tails_are_those_of_the_table(double value, int degrees, double expected) => (Tails.ChiSquareAbove(value, degrees) / expected).ShouldBe(1, 1e-10);

    [Fact]
    public void Seven_events_or_fewer_have_a_chance_of_a_fortieth_at_the_bound_of_the_table() => Tails.PoissonUpperBound(7, 0.025).ShouldBe(14.4227, 1e-3);

    [Fact]
    public void A_score_that_separates_nothing_leaves_the_variance_of_the_class() => Tails.HonestBrier(0.5, 0.3).ShouldBe(0.21, 1e-9);

    [Theory]
    [InlineData(0.123457, 0.1234567, true)]
    [InlineData(0.123456, 0.1234567, false)]
    [InlineData(123457000, 123456789, true)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1e-30, false)]
    [InlineData(1e-30, 0, false)]
    [InlineData(0.5, double.NaN, false)]
    public void Six_digits_agree_or_they_do_not(double stated, double exact, bool expected) => Digits.Agree(stated, exact).ShouldBe(expected);
}
