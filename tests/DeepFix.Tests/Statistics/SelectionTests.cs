using CsCheck;
using DeepFix.Statistics;

namespace DeepFix.Tests.Statistics;

public sealed class SelectionTests
{
    // Few different values make many equal ones, on which a selection may run past its ends.
    private static readonly Gen<double[]> Values = Gen.OneOf(Gen.Double[-1e3, 1e3].Array[1, 400], Gen.Int[0, 3].Select(i => (double)i).Array[1, 400]);

    [Fact]
    public void A_rank_holds_what_it_would_hold_if_all_were_in_order()
        => Gen.Select(Values, Gen.Double[0, 1]).Sample((values, share) =>
        {
            int rank = (int)(share * (values.Length - 1));
            Selection.At([.. values], rank).ShouldBe(values.Order().ElementAt(rank));
        });

    [Fact]
    public void The_median_is_that_of_the_values_in_order() => Values.Sample(values => Selection.Median([.. values]).ShouldBe(Order.Median(values)));

    [Fact]
    public void A_quantile_of_many_is_that_of_the_values_in_order()
        => Gen.Select(Values, Gen.Double[0, 1]).Sample((values, share) => Order.Quantile(values, share).ShouldBe(Order.OfSorted([.. values.Order()], share)));

    [Fact]
    public void Values_in_order_or_against_it_are_no_harder()
    {
        double[] rising = [.. Enumerable.Range(0, 20_000).Select(i => (double)i)];
        Selection.At([.. rising], 12_345).ShouldBe(12_345);
        Selection.At([.. rising.Reverse()], 12_345).ShouldBe(12_345);
    }
}
