using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Reports;
using DeepFix.Reports.Charts;

namespace DeepFix.Tests.Reports;

public sealed class ChartTests
{
    private const int Many = 100_000;

    [Fact]
    public void Thinning_100000_points_keeps_single_extremes_in_the_result()
    {
        MetricSeries series = Series();
        Curve curve = CurveThinning.Curves(new MetricTable([series], Many, "x"), []).ShouldHaveSingleItem();
        curve.Points.Count.ShouldBeLessThanOrEqualTo(200);
        curve.Points.ShouldContain(p => p[0] == 54_321 && p[1] == 9);
        curve.Points.ShouldContain(p => p[0] == 12_345 && p[1] == -9);
        curve.Points[^1][0].ShouldBe(Many - 1);
    }

    [Fact]
    public void Thinning_100000_points_keeps_single_extremes_in_the_drawing()
    {
        MetricSeries series = Series();
        IReadOnlyList<double>[] points = [.. Enumerable.Range(0, Many).Select(i => (IReadOnlyList<double>)[series.Steps[i], series.Values[i]])];
        IReadOnlyList<double>[] kept = [.. Outline.Thin(points)];
        kept.Length.ShouldBeLessThan(600);
        kept.ShouldContain(p => p[0] == 54_321);
        kept.ShouldContain(p => p[0] == 12_345);
        var family = CurveFamily.Of([new Curve { Series = "train_loss", Points = points }]).ShouldHaveSingleItem();
        string path = Outline.Path(family.Lines[0].Points, ChartScale.Of(family, [family], []));
        path.ShouldContain(" 0L");
        path.ShouldContain($" {Outline.Side}L");
    }

    [Fact]
    public void Training_and_validation_of_a_metric_share_a_chart()
        => CurveFamily.Of([SomeResult.Curve("train_loss", 3), SomeResult.Curve("val_loss", 3), SomeResult.Curve("grad_norm", 3)])
            .Select(f => $"{f.Title}: {string.Join(" ", f.Lines.Select(l => l.Label))}").ShouldBe(["Loss: training validation", "Gradient norm: "]);

    [Fact]
    public void A_value_that_spans_powers_of_ten_has_a_logarithmic_scale()
    {
        CurveFamily family = CurveFamily.Of([new Curve { Series = "train_loss", Points = [[0, 1000], [1, 1], [2, 0.001]] }])[0];
        ChartScale scale = ChartScale.Of(family, [family], []);
        scale.IsLogarithmic.ShouldBeTrue();
        scale.Y(1).ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void Largest_numbers_a_single_point_and_a_flat_line_have_a_place()
    {
        foreach (IReadOnlyList<IReadOnlyList<double>> points in new IReadOnlyList<IReadOnlyList<double>>[] { [[0, double.MaxValue], [1, -double.MaxValue]], [[5, 1]], [[0, 2], [1, 2]] })
        {
            CurveFamily family = CurveFamily.Of([new Curve { Series = "train_loss", Points = points }])[0];
            Outline.Path(family.Lines[0].Points, ChartScale.Of(family, [family], [])).ShouldNotContain("-");
        }
    }

    [Fact]
    public void Stretches_that_are_the_whole_run_are_not_marked_and_limits_on_the_axis_are_drawn()
    {
        CurveFamily family = CurveFamily.Of([SomeResult.Curve("train_loss", 100)])[0];
        Evidence Of(string measure, long from, long to) => new() { Measure = measure, Value = 1, Limit = 1.5, Side = LimitSide.AtLeast, Series = "train_loss", FromStep = from, ToStep = to };
        var evidence = ChartEvidence.Of(Finding.Of(Codes.NanLoss, Severity.Low, 1, "", Of("fall of train_loss", 0, 99), Of("lowest train_loss", 40, 99)), family);
        evidence.Stretches.ShouldBe([(40.0, 99.0)]);
        evidence.Marks.ShouldBe([40.0]);
        evidence.Limits.ShouldHaveSingleItem().Measure.ShouldBe("lowest train_loss");
        string chart = new CurveChart([family], axis: null).Render(family, evidence).ToString();
        chart.ShouldContain("step 40");
        chart.ShouldContain("limit: at least 1.5");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(37, 0)]
    [InlineData(38, 1)]
    [InlineData(75, 1)]
    [InlineData(265, 6)]
    [InlineData(1899, 49)]
    public void A_step_within_an_epoch_belongs_to_it(double step, double epoch)
        => new EpochAxis(37, 0, 1899, 49).EpochOf(step).ShouldBe(epoch);

    private static MetricSeries Series()
    {
        double[] values = [.. Enumerable.Range(0, Many).Select(i => Math.Sin(i / 1000.0))];
        (values[54_321], values[12_345]) = (9, -9);
        return new MetricSeries("train_loss", [.. Enumerable.Range(0, Many).Select(i => (long)i)], new double[Many], values);
    }
}
