using DeepFix.Artifacts;
using TrainingCurve = DeepFix.Detectors.Training.Curve;

namespace DeepFix.Tests.Detectors.Training;

public sealed class CurveTests
{
    [Fact]
    public void Detectors_that_look_at_one_series_share_its_curve_and_a_series_of_another_name_has_its_own()
    {
        var series = new MetricSeries("train_loss", [0, 1, 2, 3], [0, 1, 2, 3], [4, 3, 2, 1]);
        TrainingCurve? first = TrainingCurve.Of(series, TestContext.Current.CancellationToken);
        TrainingCurve.Of(series, TestContext.Current.CancellationToken).ShouldBeSameAs(first);
        TrainingCurve.Of(series.Renamed("val_loss"), TestContext.Current.CancellationToken)!.Name.ShouldBe("val_loss");
    }

    [Fact]
    public void The_second_half_is_described_once_for_all_who_ask()
    {
        TrainingCurve curve = TrainingCurve.Of(new MetricSeries("train_loss", [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [9, 8, 7, 3, 2, 1]), TestContext.Current.CancellationToken)!;
        curve.HalfFrom.ShouldBe(3);
        curve.Late.Trend.Slope.ShouldBe(-1);
        curve.Late.TurningShare.ShouldBe(0);
        curve.Late.ShouldBeSameAs(curve.Late);
    }
}
