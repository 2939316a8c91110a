namespace DeepFix.Evaluation.Tests;

public sealed class RidgeLogisticTests
{
    private static readonly double[][] Line = [.. Enumerable.Range(-20, 41).Select(i => new[] { i / 10.0, (i % 3) - 1.0 })];

    [Fact]
    public void The_gradient_of_the_penalised_likelihood_vanishes_at_the_fit()
    {
        bool[] labels = [.. Line.Select((row, i) => row[0] + (i % 4 == 0 ? 1 : -0.2) > 0)];
        double[] beta = RidgeLogistic.Fit(Line, labels, ridge: 0.5, isNonNegative: false);

        for (int at = 0; at <= 2; at++)
        {
            double gradient = at == 0 ? 0 : -2 * 0.5 * beta[at];
            for (int row = 0; row < Line.Length; row++)
            {
                double p = 1 / (1 + Math.Exp(-(beta[0] + (beta[1] * Line[row][0]) + (beta[2] * Line[row][1]))));
                gradient += (at == 0 ? 1 : Line[row][at - 1]) * ((labels[row] ? 1 : 0) - p);
            }

            gradient.ShouldBe(0, 1e-4);
        }
    }

    [Fact]
    public void A_sign_that_points_the_other_way_gets_no_weight()
    {
        double[] beta = RidgeLogistic.Fit(Line, [.. Line.Select(row => row[0] < 0)], ridge: 0.5, isNonNegative: true);

        beta[1].ShouldBe(0);
    }
}
