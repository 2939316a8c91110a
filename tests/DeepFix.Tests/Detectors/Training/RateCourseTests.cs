using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>The logged rate read as a schedule.</summary>
public sealed class RateCourseTests
{
    [Fact]
    public void A_warm_up_a_fall_and_a_rise_again_are_measured_against_the_peak()
    {
        RateCourse course = Of(0.1, 0.5, 1, 0.5, 0.25, 0.5, 0.125, 0.125, 0.125, 0.125).ShouldNotBeNull();
        (course.Count, course.Peak, course.Largest, course.Start, course.End).ShouldBe((10, 2, 1, 0.1, 0.125));
        course.RiseAfterPeak().ShouldBe((0.25, 5));
        course.ChangesAfterPeak().ShouldBe(4);
        course.SpreadFrom(course.Peak).ShouldBe(0.875);
        course.SpreadFrom(6).ShouldBe(0);
        (course.Epochs, course.FirstStep, course.LastStep, course.At(3), course.Step(3)).ShouldBe((10, 10, 100, 0.5, 40));
    }

    [Fact]
    public void Shares_do_not_depend_on_the_size_of_the_rate()
    {
        RateCourse course = Of(0.004, 0.002, 0.003, 0.001).ShouldNotBeNull();
        (course.Start, course.End, course.RiseAfterPeak().Share, course.SpreadFrom(1)).ShouldBe((1, 0.25, 0.25, 0.5));
    }

    [Fact]
    public void A_peak_in_the_last_three_fifths_ends_no_warm_up()
    {
        Of(0.1, 0.2, 0.3, 0.4, 1, 0.5, 0.4, 0.3, 0.2, 0.1)!.Peak.ShouldBe(4);
        Of(0.1, 0.2, 0.3, 0.4, 0.5, 1, 0.4, 0.3, 0.2, 0.1)!.Peak.ShouldBe(0);
    }

    [Fact]
    public void What_is_less_than_a_thousandth_is_rounding()
    {
        Of(1, 1.0005, 1, 1, 1)!.Peak.ShouldBe(0);
        Of(1, 1.002, 1, 1, 1)!.Peak.ShouldBe(1);
        Of(1, 0.9995, 0.999, 0.9985)!.ChangesAfterPeak().ShouldBe(0);
        Of(1, 0.99, 0.98, 0.98)!.ChangesAfterPeak().ShouldBe(2);
    }

    [Fact]
    public void An_exponential_falls_by_one_factor()
    {
        Of(1, 0.5, 0.25, 0.125)!.FallsByOneFactor().ShouldBeTrue();
        Of(0.1, 1, 1, 0.5, 0.5, 0.25)!.FallsByOneFactor().ShouldBeTrue();
        Of(1, 0.9, 0.8, 0.7)!.FallsByOneFactor().ShouldBeFalse("0.9, 0.889, 0.875");
        Of(1, 1, 1, 1)!.FallsByOneFactor().ShouldBeFalse();
    }

    [Fact]
    public void A_rate_that_was_not_logged_or_is_never_above_nothing_has_no_course()
    {
        RateCourse.Of(Some.Run, TestContext.Current.CancellationToken).ShouldBeNull();
        Of(0, 0, 0).ShouldBeNull();
        Of(-1, -2).ShouldBeNull();
    }

    [Fact]
    public void Without_epochs_it_is_not_known_how_many_there_are()
        => RateCourse.Of(Some.Run.With(new MetricSeries("learning_rate", [1, 2], [double.NaN, double.NaN], [1, 1])), TestContext.Current.CancellationToken)!.Epochs.ShouldBeNull();

    private static RateCourse? Of(params double[] rates) => RateCourse.Of(Some.Run.With("learning_rate", rates), TestContext.Current.CancellationToken);
}
