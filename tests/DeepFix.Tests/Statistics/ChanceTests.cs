using CsCheck;
using DeepFix.Statistics;

namespace DeepFix.Tests.Statistics;

public sealed class ChanceTests
{
    [Fact]
    public void Binomial_chances_are_those_of_trials_added_one_by_one()
        => Gen.Select(Gen.Int[1, 60], Gen.Double[0.01, 0.99], Gen.Int[0, 60]).Sample((rows, chance, successes) =>
        {
            var sure = new double[rows + 1];
            sure[0] = 1;
            for (int i = 0; i < rows; i++)
            {
                for (int k = i + 1; k > 0; k--) sure[k] = (sure[k] * (1 - chance)) + (sure[k - 1] * chance);
                sure[0] *= 1 - chance;
            }

            Binomial.AtMost(successes, rows, chance).ShouldBe(Math.Min(1, sure.Take(successes + 1).Sum()), 1e-9);
        });

    [Fact]
    public void Poisson_chances_are_summed_terms()
        => Gen.Select(Gen.Int[0, 40], Gen.Double[0.01, 30]).Sample((count, expected) =>
        {
            double term = Math.Exp(-expected), below = 0;
            for (int i = 0; i < count; i++)
            {
                below += term;
                term *= expected / (i + 1);
            }

            Poisson.AtLeast(count, expected).ShouldBe(1 - below, 1e-9);
        });

    [Theory]
    [InlineData(0, 3.689)]
    [InlineData(3, 8.767)]
    [InlineData(10, 18.390)]
    public void The_upper_bound_of_a_rate_is_that_of_the_tables(long count, double expected)
        => Poisson.UpperBound(count, 0.025).ShouldBe(expected, 0.001);

    [Theory]
    [InlineData(0.9, 0.5)]
    [InlineData(0.75, 0.25)]
    [InlineData(0.97, 0.1)]
    public void An_honest_Brier_score_is_that_of_drawn_cases(double area, double prevalence)
    {
        double separation = SeparationOf(area), sum = 0;
        var random = new Random(11);
        const int Cases = 200_000;
        for (int i = 0; i < Cases; i++)
        {
            bool isClass = random.NextDouble() < prevalence;
            double x = Normal(random) + (isClass ? separation : 0);
            double odds = prevalence / (1 - prevalence) * Math.Exp((separation * x) - (separation * separation / 2));
            double probability = odds / (1 + odds);
            sum += Math.Pow(probability - (isClass ? 1 : 0), 2);
        }

        CalibratedBrier.Expected(area, prevalence).ShouldBe(sum / Cases, 0.002);
    }

    [Fact]
    public void Without_power_to_separate_the_honest_score_is_the_variance_of_the_class()
    {
        CalibratedBrier.Expected(0.5, 0.3).ShouldBe(0.21, 1e-4);
        CalibratedBrier.Expected(1, 0.3).ShouldBe(0, 1e-3);
    }

    [Theory]
    [InlineData(0.937, 105, 0.9000)]
    [InlineData(0.99, 5, 0.7618)]
    [InlineData(1, 3, 0)]
    public void A_correlation_is_surely_a_little_less(double absolute, double rows, double expected)
        => Correlations.SurelyAtLeast(absolute, rows).ShouldBe(expected, 0.002);

    // The separation at which a draw of one normal variable exceeds one of the other with the given chance, by bisection over a summed density.
    private static double SeparationOf(double area)
    {
        double low = 0, high = 10;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (0.5 + Integral(middle / Math.Sqrt(2)) < area) low = middle;
            else high = middle;
        }

        return low;
    }

    private static double Integral(double to)
    {
        double sum = 0, width = to / 2000;
        for (int i = 0; i < 2000; i++) sum += Math.Exp(-Math.Pow((i + 0.5) * width, 2) / 2) * width;
        return sum / Math.Sqrt(2 * Math.PI);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
