using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

/// <summary>The course of a run by hand: ten steps an epoch, the first epoch is 0.</summary>
public sealed class RunCourseTests
{
    private const double Now = 1.7e9;

    private static readonly MetricSeries BestAtTwenty = Curve.Series("val_loss", 0.9, 0.5, 0.7, 0.8);

    [Fact]
    public void A_loss_is_best_where_it_is_lowest()
        => Of(BestAtTwenty).ShouldBe("""[{"series":"val_loss","best_step":20,"best_value":0.5,"last_step":40,"last_value":0.8,"points_after_best":2,"epochs_after_best":2}]""");

    [Theory]
    [InlineData("val_accuracy")]
    [InlineData("val_balanced_accuracy")]
    [InlineData("val_r2")]
    public void A_score_is_best_where_it_is_highest(string score)
        => Of(Curve.Series(score, 0.3, 0.4, 0.8, 0.6)).ShouldBe($$"""[{"series":"{{score}}","best_step":30,"best_value":0.8,"last_step":40,"last_value":0.6,"points_after_best":1,"epochs_after_best":1}]""");

    [Fact]
    public void Of_equal_points_the_first_is_the_best()
    {
        Only(Curve.Series("val_loss", 0.5, 0.4, 0.4, 0.6))["best_step"]!.GetValue<long>().ShouldBe(20);
        Only(Curve.Series("val_accuracy", 0.5, 0.7, 0.7, 0.6))["best_step"]!.GetValue<long>().ShouldBe(20);
    }

    [Fact]
    public void A_run_may_be_best_at_its_first_point_or_at_its_last()
    {
        Only(Curve.Series("val_loss", 0.1, 0.5, 0.7))["points_after_best"]!.GetValue<int>().ShouldBe(2);
        Only(Curve.Series("val_accuracy", 0.9, 0.5, 0.7))["points_after_best"]!.GetValue<int>().ShouldBe(2);
        Only(Curve.Series("val_loss", 0.7, 0.5, 0.1))["points_after_best"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public void What_is_no_number_is_neither_best_nor_told_as_the_last_value()
    {
        JsonObject course = Only(Curve.Series("val_loss", double.NaN, 0.6, 0.5, double.NegativeInfinity));
        course["best_step"]!.GetValue<long>().ShouldBe(30);
        course["last_step"]!.GetValue<long>().ShouldBe(40);
        course.ShouldNotContainKey("last_value");
        Only(Curve.Series("val_accuracy", double.PositiveInfinity, 0.6, 0.5))["best_step"]!.GetValue<long>().ShouldBe(20);
        Of(Curve.Series("val_loss", double.NaN, double.NaN, double.PositiveInfinity)).ShouldBe("[]");
    }

    [Fact]
    public void Two_points_are_no_course()
    {
        Of(Curve.Series("val_loss", 0.9, 0.5)).ShouldBe("[]");
        Of(Curve.Series("train_loss", 0.9, 0.5, 0.4)).ShouldBe("[]");
        RunCourse.Of(MetricTable.Empty).Count.ShouldBe(0);
    }

    [Fact]
    public void The_two_most_telling_series_are_told_loss_first()
    {
        double[] values = [0.5, 0.6, 0.7];
        Names("val_r2", "val_balanced_accuracy", "val_accuracy", "val_loss").ShouldBe(["val_loss", "val_accuracy"]);
        Names("val_r2", "val_balanced_accuracy", "val_accuracy").ShouldBe(["val_accuracy", "val_balanced_accuracy"]);
        Names("val_r2", "val_balanced_accuracy").ShouldBe(["val_balanced_accuracy", "val_r2"]);

        string[] Names(params string[] logged) => [.. RunCourse.Of(Table([.. logged.Select(n => Curve.Series(n, values))])).Select(c => c!["series"]!.GetValue<string>())];
    }

    [Fact]
    public void Epochs_after_the_best_are_counted_from_wherever_the_run_began()
    {
        Only(Numbered(7, 8, 9, 10))["epochs_after_best"]!.GetValue<double>().ShouldBe(2);
        Only(Numbered(double.NaN, double.NaN, double.NaN, double.NaN)).ShouldNotContainKey("epochs_after_best");
        Only(Numbered(0, double.NaN, 2, 3)).ShouldNotContainKey("epochs_after_best");
        Only(Numbered(0, 1, 2, double.NaN)).ShouldNotContainKey("epochs_after_best");

        static MetricSeries Numbered(params double[] epochs) => new("val_loss", [10, 20, 30, 40], epochs, [0.9, 0.5, 0.7, 0.8]);
    }

    [Fact]
    public void Several_points_of_an_epoch_count_as_their_mean_at_its_last_step()
        => Of(new MetricSeries("val_loss", [5, 10, 15, 20, 25, 30], [0, 0.5, 1, 1.5, 2, 2.5], [1, 0.75, 0.5, 0.25, 0.5, 1]))
            .ShouldBe("""[{"series":"val_loss","best_step":20,"best_value":0.375,"last_step":30,"last_value":0.75,"points_after_best":1,"epochs_after_best":1}]""");

    [Fact]
    public void Values_have_six_digits()
    {
        JsonObject course = Only(Curve.Series("val_loss", 0.5, 0.123456789, 0.987654321));
        course["best_value"]!.GetValue<double>().ShouldBe(0.123457);
        course["last_value"]!.GetValue<double>().ShouldBe(0.987654);
    }

    [Theory]
    [InlineData("time")]
    [InlineData("elapsed")]
    [InlineData("elapsed_time")]
    [InlineData("elapsed_seconds")]
    [InlineData("wall_time")]
    [InlineData("seconds")]
    public void A_column_of_seconds_tells_how_long_the_run_took_and_how_much_of_it_came_after_the_best(string column)
        => Time(Curve.Series(column, 100, 210, 300, 390)).ShouldBe("""{"unit":"minutes","whole":6.5,"after_best":3}""");

    [Fact]
    public void A_column_of_another_name_is_no_clock()
        => Time(Curve.Series("step_time", 100, 210, 300, 390)).ShouldBeNull();

    [Fact]
    public void Of_two_clocks_the_elapsed_time_comes_before_the_plain_seconds()
        => Time(Curve.Series("seconds", 1, 2, 3, 4), Curve.Series("elapsed", 100, 210, 300, 390)).ShouldBe("""{"unit":"minutes","whole":6.5,"after_best":3}""");

    [Fact]
    public void A_clock_that_counts_from_1970_began_with_the_first_point()
        => Time(Curve.Series("wall_time", Now, Now + 110, Now + 200, Now + 290)).ShouldBe("""{"unit":"minutes","whole":4.83,"after_best":3}""");

    [Fact]
    public void A_clock_may_begin_at_nothing_and_stand_still()
        => Time(Curve.Series("time", 0, 90, 90, 150)).ShouldBe("""{"unit":"minutes","whole":2.5,"after_best":1}""");

    [Fact]
    public void A_clock_that_runs_backwards_or_begins_before_the_run_is_not_believed()
    {
        Time(Curve.Series("time", 100, 210, 200, 390)).ShouldBeNull();
        Time(Curve.Series("time", 100, 210, 300, 299)).ShouldBeNull();
        Time(Curve.Series("time", 100, 90, 300, 390)).ShouldBeNull();
        Time(Curve.Series("time", -1, 210, 300, 390)).ShouldBeNull();
    }

    [Fact]
    public void A_clock_needs_three_points_and_the_last_of_the_run()
    {
        Time(At([20, 40], 210, 390)).ShouldBeNull();
        Time(At([10, 20, 40], 100, 210, 390)).ShouldBe("""{"unit":"minutes","whole":6.5,"after_best":3}""");
        Time(At([10, 20, 30], 100, 210, 300)).ShouldBeNull();
        Time(At([10, 20, 30, 40, 50], 100, 210, 300, 390, 480)).ShouldBeNull();
    }

    [Fact]
    public void The_best_was_reached_at_the_clock_s_last_point_up_to_it()
    {
        Time(Curve.Series("time", 60, double.NaN, 300, 390)).ShouldBe("""{"unit":"minutes","whole":6.5,"after_best":5.5}""");
        Time(At([5, 10, 15, 20, 25, 30, 35, 40], 30, 60, 90, 120, 150, 180, 210, 240)).ShouldBe("""{"unit":"minutes","whole":4,"after_best":2}""");
        Time(At([30, 35, 40], 180, 210, 240)).ShouldBe("""{"unit":"minutes","whole":4,"after_best":1}""");
    }

    [Fact]
    public void Nothing_went_by_after_a_best_at_the_end()
        => Only(Curve.Series("val_loss", 0.9, 0.5, 0.4), Curve.Series("time", 100, 200, 300))["time"]!.ToJsonString().ShouldBe("""{"unit":"minutes","whole":5,"after_best":0}""");

    [Theory]
    [InlineData(1, null)]
    [InlineData(1.5, """{"unit":"seconds","whole":1.5,"after_best":0.75}""")]
    [InlineData(59, """{"unit":"seconds","whole":59,"after_best":29.5}""")]
    [InlineData(60, """{"unit":"minutes","whole":1,"after_best":0.5}""")]
    [InlineData(3588, """{"unit":"minutes","whole":59.8,"after_best":29.9}""")]
    [InlineData(3600, """{"unit":"hours","whole":1,"after_best":0.5}""")]
    [InlineData(90000, """{"unit":"hours","whole":25,"after_best":12.5}""")]
    public void Time_is_told_in_the_unit_that_it_fills(double seconds, string? expected)
        => Time(Curve.Series("time", seconds / 4, seconds / 2, seconds / 2, seconds)).ShouldBe(expected);

    [Fact]
    public void The_times_of_the_points_come_before_a_clock()
    {
        Timed((10, 0), (20, 60), (30, 120), (40, 180)).ShouldBe("""{"unit":"minutes","whole":3,"after_best":2}""");
        Timed((20, 60), (40, 180)).ShouldBe("""{"unit":"minutes","whole":2,"after_best":2}""");
    }

    [Fact]
    public void Without_the_time_of_the_best_or_of_the_last_point_the_clock_is_read()
    {
        const string byClock = """{"unit":"minutes","whole":6.5,"after_best":3}""";
        Timed((10, 0), (30, 120), (40, 180)).ShouldBe(byClock);
        Timed((10, 0), (20, 60), (30, 120)).ShouldBe(byClock);
        Timed().ShouldBe(byClock);
    }

    [Fact]
    public void Steps_that_were_written_again_after_a_resume_count_where_they_were_written_last()
    {
        Timed((10, 90), (20, 60), (30, 120), (40, 180)).ShouldBe("""{"unit":"minutes","whole":2,"after_best":1.5}""");
        Timed((10, 0), (20, 60), (30, 240), (40, 180)).ShouldBe("""{"unit":"minutes","whole":4,"after_best":3}""");
    }

    [Fact]
    public void Points_that_were_written_at_once_have_no_time()
        => Timed((10, 0), (20, 1), (30, 1), (40, 1)).ShouldBeNull();

    private static string Of(params MetricSeries[] series) => RunCourse.Of(Table(series)).ToJsonString();

    private static JsonObject Only(params MetricSeries[] series) => RunCourse.Of(Table(series)).ShouldHaveSingleItem()!.AsObject();

    /// <summary>The time that is told of a run whose second of four points is the best.</summary>
    private static string? Time(params MetricSeries[] clocks) => Only([BestAtTwenty, .. clocks])["time"]?.ToJsonString();

    /// <summary>The same where steps have times as well, in seconds from now, beside a clock.</summary>
    private static string? Timed(params (long Step, double Seconds)[] times)
    {
        var table = new MetricTable([BestAtTwenty, Curve.Series("time", 100, 210, 300, 390)], 4, "metrics.csv") { Times = times.ToDictionary(t => t.Step, t => (long)((Now + t.Seconds) * 1000)) };
        return RunCourse.Of(table).ShouldHaveSingleItem()!["time"]?.ToJsonString();
    }

    private static MetricSeries At(long[] steps, params double[] seconds) => new("time", steps, [.. steps.Select(s => (s / 10.0) - 1)], seconds);

    private static MetricTable Table(params MetricSeries[] series) => new(series, 4, "metrics.csv");
}
