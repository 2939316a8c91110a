using CsCheck;
using DeepFix.Statistics;

namespace DeepFix.Tests.Statistics;

/// <summary>Each statistic against a slow and plain twin.</summary>
public sealed class TwoSampleTests
{
    private static readonly Gen<double[]> Counts = Gen.Int[0, 60].Select(i => (double)i).Array[2, 6];

    [Fact]
    public void Incomplete_gamma_of_a_whole_shape_is_a_sum_of_Poisson_chances()
        => Gen.Select(Gen.Int[1, 60], Gen.Double[0, 120]).Sample((shape, x) =>
        {
            double term = Math.Exp(-x), sum = 0;
            for (int i = 0; i < shape; i++)
            {
                sum += term;
                term *= x / (i + 1);
            }

            IncompleteGamma.Upper(shape, x).ShouldBe(Math.Min(1, sum), 1e-10);
        });

    [Theory]
    [InlineData(3.841459, 1, 0.05)]
    [InlineData(10.827566, 1, 0.001)]
    [InlineData(16.266236, 3, 0.001)]
    [InlineData(21.025970, 12, 0.05)]
    [InlineData(63.690740, 40, 0.01)]
    public void Tails_of_chi_square_are_those_of_the_tables(double statistic, double freedom, double expected)
        => ChiSquare.UpperTail(statistic, freedom).ShouldBe(expected, 1e-5);

    [Fact]
    public void Chi_square_of_two_by_two_is_the_textbook_formula()
        => Gen.Select(Gen.Int[5, 200], Gen.Int[5, 200], Gen.Int[5, 200], Gen.Int[5, 200]).Sample((a, b, c, d) =>
        {
            double n = a + b + c + d;
            double statistic = n * Math.Pow(((double)a * d) - ((double)b * c), 2) / ((double)(a + b) * (c + d) * (a + c) * (b + d));
            ChiSquare.SameDistribution([a, b], [c, d]).ShouldBe(ChiSquare.UpperTail(statistic, 1), 1e-9);
        });

    [Fact]
    public void Rare_cells_are_judged_together()
        => ChiSquare.SameDistribution([500, 500, 1, 0, 1], [50, 50, 0, 1, 0]).ShouldBe(ChiSquare.SameDistribution([500, 500, 2], [50, 50, 1]), 1e-9);

    [Fact]
    public void Copies_weaken_the_proof_of_a_difference()
        => ChiSquare.SameDistribution([60, 40], [40, 60], 0.5).ShouldBeGreaterThan(ChiSquare.SameDistribution([60, 40], [40, 60]));

    [Fact]
    public void Two_samples_of_one_distribution_seldom_differ_by_chance()
    {
        var random = new Random(7);
        int alarms = 0;
        for (int trial = 0; trial < 4000; trial++)
        {
            double[] first = Draw(random, 200, 5), second = Draw(random, 60, 5);
            if (ChiSquare.SameDistribution(first, second) < 0.05) alarms++;
        }

        (alarms / 4000.0).ShouldBe(0.05, 0.012);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Noise_of_the_Kolmogorov_Smirnov_distance_is_that_of_counted_paths(int rows)
    {
        for (int apart = rows / 3; apart <= rows / 2; apart++)
        {
            double exact = ByPaths(rows, apart), measured = KolmogorovSmirnov.SameDistribution((double)apart / rows, rows, rows);
            (measured / exact).ShouldBeInRange(0.9, 1.6, $"{Significant.Text(apart)} apart: {Significant.Text(measured)} for {Significant.Text(exact)}");
        }
    }

    [Fact]
    public void No_distance_or_no_rows_prove_nothing()
    {
        KolmogorovSmirnov.SameDistribution(0, 100, 100).ShouldBe(1);
        KolmogorovSmirnov.SameDistribution(0.5, 0, 100).ShouldBe(1);
        CramersV.SameDistribution(0, 100, 3).ShouldBe(1);
        ChiSquare.SameDistribution([0, 0], [3, 4]).ShouldBe(1);
    }

    [Fact]
    public void Noise_of_Cramers_V_is_that_of_the_table_it_came_from()
        => Gen.Select(Counts, Counts).Where((a, b) => a.Length == b.Length && a.Sum() > 50 && b.Sum() > 50).Sample((a, b) =>
        {
            int k = a.Length;
            if (a.Zip(b, (x, y) => (x + y) * Math.Min(a.Sum(), b.Sum()) / (a.Sum() + b.Sum())).Any(e => e < 1)) return;
            double n = a.Sum() + b.Sum(), statistic = 0;
            for (int i = 0; i < k; i++)
            {
                double total = a[i] + b[i], ea = total * a.Sum() / n, eb = total * b.Sum() / n;
                statistic += ((a[i] - ea) * (a[i] - ea) / ea) + ((b[i] - eb) * (b[i] - eb) / eb);
            }

            double corrected = Math.Max(0, (statistic / n) - ((k - 1) / (n - 1)));
            double v = Math.Sqrt(corrected / (1 - (1 / (n - 1))));
            CramersV.SameDistribution(v, n, k).ShouldBe(corrected > 0 ? ChiSquare.SameDistribution(a, b) : 1, 1e-6);
        });

    [Fact]
    public void Total_variation_is_the_share_that_must_move()
    {
        TotalVariation.Distance([10, 0], [0, 5]).ShouldBe(1);
        TotalVariation.Distance([30, 70], [3, 7]).ShouldBe(0, 1e-12);
        TotalVariation.Distance([50, 50], [75, 25]).ShouldBe(0.25, 1e-12);
    }

    [Fact]
    public void Quantiles_never_claim_more_than_the_samples_show()
        => Gen.Select(Gen.Int[0, 9].Array[40, 80], Gen.Int[0, 9].Array[40, 80]).Sample((a, b) =>
        {
            double distance = Enumerable.Range(0, 10).Max(x => Math.Abs(a.Count(v => v <= x) / (double)a.Length - (b.Count(v => v <= x) / (double)b.Length)));
            QuantileTables.DistanceAtLeast(Quantiles(a), Quantiles(b)).ShouldBeLessThanOrEqualTo(distance + (1.0 / 40));
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.38292)]
    [InlineData(2, 0.68269)]
    public void A_shift_of_deviations_is_a_distance(double deviations, double expected)
        => NormalShift.Distance(5, 2, 5 + (2 * deviations), 2).ShouldBe(expected, 1e-5);

    private static double[] Draw(Random random, int rows, int cells)
    {
        var counts = new double[cells];
        for (int i = 0; i < rows; i++) counts[random.Next(cells)]++;
        return counts;
    }

    // Of all orders in which two samples of equal size can mix, the share in which one runs ahead of the other by at least so many.
    private static double ByPaths(int rows, int apart)
    {
        var within = new double[rows + 1, rows + 1];
        var all = new double[rows + 1, rows + 1];
        for (int i = 0; i <= rows; i++)
        {
            for (int j = 0; j <= rows; j++)
            {
                if (i == 0 && j == 0)
                {
                    (within[0, 0], all[0, 0]) = (1, 1);
                    continue;
                }

                all[i, j] = (i > 0 ? all[i - 1, j] : 0) + (j > 0 ? all[i, j - 1] : 0);
                if (Math.Abs(i - j) < apart) within[i, j] = (i > 0 ? within[i - 1, j] : 0) + (j > 0 ? within[i, j - 1] : 0);
            }
        }

        return 1 - (within[rows, rows] / all[rows, rows]);
    }

    private static Dictionary<double, double> Quantiles(int[] values)
    {
        int[] sorted = [.. values.Order()];
        return new[] { 0.05, 0.25, 0.5, 0.75, 0.95 }.ToDictionary(q => q, q => (double)sorted[(int)Math.Ceiling(q * sorted.Length) - 1]);
    }
}
