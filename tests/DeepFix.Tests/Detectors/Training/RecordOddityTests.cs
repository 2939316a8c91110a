using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using Curve = DeepFix.Tests.Builders.Curve;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>What looks odd in a record: a loss that is held, norms of zero, metrics that do not move, values that cannot be.</summary>
public sealed class RecordOddityTests
{
    private static readonly double[] Held = [8, 7, 6, 5, 5, 5, 4, 3, 2, 1];
    private static readonly double[] HeldAtTheEnd = [9, 8, 7, 6, 5, 4, 4, 4, 4, 4];
    private static readonly double[] Moving = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

    [Fact]
    public void A_loss_is_held_where_it_stands_still_and_moves_everywhere_else()
        => HeldIn(Held).ShouldBe(new HeldLoss(Count: 3, FirstStep: 40, LastStep: 60, Jitter: 0.2, Digits: 1));

    [Fact]
    public void The_longest_stretch_counts_only_without_another_beside_it()
    {
        HeldIn([8, 7, 6, 5, 5, 5, 4, 3, 3, 2]).ShouldBeNull();
        HeldIn([8, 7, 6, 5, 4, 3, 2, 1, 0.5, 0.25]).ShouldBeNull();
    }

    [Fact]
    public void Three_moves_must_come_before_and_eight_records_be_there()
    {
        HeldIn([8, 7, 6, 6, 6, 5, 4, 3, 2, 1]).ShouldBeNull();
        HeldIn(Held[..8]).ShouldNotBeNull();
        HeldIn(Held[..7]).ShouldBeNull();
    }

    [Fact]
    public void To_the_end_something_else_must_move_and_the_rate_be_known()
    {
        double[] rate = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        HeldIn(HeldAtTheEnd, rate, Moving).ShouldNotBeNull().Count.ShouldBe(5);
        HeldIn(HeldAtTheEnd, null, Moving).ShouldBeNull();
        HeldIn(HeldAtTheEnd, rate).ShouldBeNull();
        HeldIn(HeldAtTheEnd, rate, [9, 8, 7, 6, 5, 3, 3, 3, 3, 3]).ShouldBeNull();
    }

    [Fact]
    public void A_rate_that_was_taken_away_explains_a_loss_that_stands_still()
    {
        HeldIn(Held, [1, 1, 1, 1, 0.04, 1, 1, 1, 1, 1]).ShouldBeNull();
        HeldIn(Held, [1, 1, 1, 1, 0.05, 1, 1, 1, 1, 1]).ShouldNotBeNull();
        HeldIn(Held, [1, 1, 1, 1, 1, 1, 0.04, 1, 1, 1]).ShouldNotBeNull("it fell afterwards");
        HeldIn(Held, [1, 1, 0.04, 1, 1, 1, 1, 1, 1, 1]).ShouldNotBeNull("it fell before");
    }

    [Fact]
    public void Zero_norms_are_counted_where_there_is_a_loss_to_follow()
    {
        ZeroNorms(norms: [4, 2, 6, 0, 0, 2], losses: [1, 1, 1, 1, 1, 1]).ShouldBe(new ZeroNorms(Count: 2, FirstStep: 40, LastStep: 50, LastOverMedian: 2));
        ZeroNorms(norms: [4, 2, 6, 0, 0, 2], losses: [1, 1, 1, 0.01, 1, 1]).ShouldBe(new ZeroNorms(1, 50, 50, 2));
        ZeroNorms(norms: [4, 2, 6, 1, 1, 2], losses: [1, 1, 1, 1, 1, 1]).ShouldBeNull();
        ZeroNorms(norms: [0, 2, 6, 0, 0, 2], losses: [1, 1, 1, 1, 1, 1]).ShouldBeNull();
        ZeroNorms(norms: [0, 0, 0], losses: [1, 1, 1]).ShouldBeNull();
        ZeroNorms(norms: [4, 0, 4], losses: [double.NaN, double.NaN, double.NaN]).ShouldBeNull();
    }

    [Fact]
    public void A_metric_that_stands_still_while_its_loss_falls_is_frozen()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", [2, 1.5, 1.25, 1, 1, 1, 1, 1]).With("val_loss", Curves.Line(3, 3, 8));
        Frozen(run).ShouldHaveSingleItem().ShouldBe(new FrozenMetric("val_loss", 3, 8, "train_loss", 0.5, IsSure: true, 10, 80));
        Frozen(run.With("val_loss", [3, 3, 3, 3, 3, 3, 3, 3.001])).ShouldBeEmpty();
        Frozen(run.With("val_loss", Curves.Line(3, 3, 7))).ShouldBeEmpty();
        Frozen(run.With("val_loss", Curves.Line(double.NaN, double.NaN, 8))).ShouldBeEmpty();
        Frozen(run.With("train_loss", [0, 1, 1, 1, 1, 1, 1, 1])).ShouldBeEmpty();
    }

    [Fact]
    public void An_accuracy_that_one_class_alone_would_give_is_not_frozen()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", [2, 1.5, 1.25, 1, 1, 1, 1, 1]).With("train_accuracy", Curves.Line(0.4, 0.4, 8));
        Frozen(run).ShouldHaveSingleItem().IsSure.ShouldBeFalse("the classes are not known");
        Frozen(run.WithFacts(new TaskFacts { TrainMajorityShare = 0.7, TrainRows = 200 })).ShouldHaveSingleItem().IsSure.ShouldBeTrue();
        Frozen(run.WithFacts(new TaskFacts { TrainMajorityShare = 0.7, TrainRows = 199 })).ShouldHaveSingleItem().IsSure.ShouldBeFalse();
        Frozen(run.WithFacts(new TaskFacts { TrainMajorityShare = 0.41 })).ShouldBeEmpty();
        Frozen(run.WithFacts(new TaskFacts { ValMajorityShare = 0.61 })).ShouldBeEmpty("the other of two classes");
        Frozen(run.WithFacts(new TaskFacts { NumClasses = 5 })).ShouldNotBeEmpty();
        Frozen(run.With("train_accuracy", Curves.Line(0.21, 0.21, 8)).WithFacts(new TaskFacts { NumClasses = 5 })).ShouldBeEmpty();
        Frozen(run.With("train_accuracy", Curves.Line(1, 1, 8))).ShouldBeEmpty();
        Frozen(run.With("train_accuracy", Curves.Line(0, 0, 8))).ShouldBeEmpty();
        Frozen(run.With("val_max_class_share", Curves.Line(0.98, 0.98, 8))).ShouldBeEmpty();
        Frozen(run.With("val_max_class_share", Curves.Line(0.97, 0.97, 8))).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("val_accuracy", null, 0.0, 1.0)]
    [InlineData("dead_unit_fraction", null, 0.0, 1.0)]
    [InlineData("val_r2", null, double.NegativeInfinity, 1.0)]
    [InlineData("grad_norm/a", null, 0.0, double.PositiveInfinity)]
    [InlineData("weight_norm", null, 0.0, double.PositiveInfinity)]
    [InlineData("val_loss", "MSELoss", 0.0, double.PositiveInfinity)]
    [InlineData("train_loss", "Smooth L1 loss", 0.0, double.PositiveInfinity)]
    public void Some_metrics_have_a_range(string name, string? loss, double least, double most)
    {
        PossibleValues range = PossibleValues.Of(name, loss, isClassification: true).ShouldNotBeNull();
        (range.Least, range.Most).ShouldBe((least, most));
    }

    [Fact]
    public void Losses_of_other_kinds_and_other_metrics_have_none()
    {
        PossibleValues.Of("val_loss", null, isClassification: true).ShouldBeNull();
        PossibleValues.Of("val_loss", "NLL of a density", isClassification: true).ShouldBeNull();
        PossibleValues.Of("test_loss", "MSELoss", isClassification: true).ShouldBeNull();
        PossibleValues.Of("val_accuracy_as_logged", null, isClassification: true)!.Least.ShouldBe(0);
        PossibleValues.Of("val_accuracy_as_logged", null, isClassification: false)!.Least.ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public void Values_outside_are_counted_but_for_a_hair()
    {
        PossibleValues range = new(0, 1, "");
        range.Outside(Curve.Series("a", 0.5, 1.1, double.NaN, -0.1, 1)).ShouldBe((2, 1));
        range.Outside(Curve.Series("a", -0.000009, 1.000009)).ShouldBe((0, -1));
        range.Outside(Curve.Series("a", -0.000011, 1.000011)).ShouldBe((2, 0));
    }

    [Fact]
    public void Two_series_are_compared_at_the_steps_that_both_have()
    {
        MetricSeries one = At([10, 20, 30, 40], 1, 2, 2, double.NaN);
        CommonPoints.Of(one, At([20, 30, 40, 50], 2, 3, 1, 1)).ShouldBe(new CommonPoints(Count: 2, DistinctValues: 1, SameShare: 0.5));
        CommonPoints.Of(one, At([5, 10, 15, 20], 1, 1, 1, 2)).ShouldBe(new CommonPoints(2, 2, 1));
        CommonPoints.Of(one, At([11, 21], 1, 2)).ShouldBeNull();

        static MetricSeries At(long[] steps, params double[] values) => new("a", steps, [.. steps.Select(_ => double.NaN)], values);
    }

    private static HeldLoss? HeldIn(double[] loss, double[]? rate = null, double[]? validation = null)
        => HeldLoss.In(Curve.Series("train_loss", loss), rate is null ? null : Curve.Series("learning_rate", rate), validation is null ? null : Curve.Series("val_loss", validation));

    private static ZeroNorms? ZeroNorms(double[] norms, double[] losses) => DeepFix.Detectors.Training.ZeroNorms.In(Curve.Series("grad_norm", norms), Curve.Series("train_loss", losses));

    private static FrozenMetric[] Frozen(TrainingArtifacts run) => [.. FrozenMetric.In(run, TestContext.Current.CancellationToken)];
}
