using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>Schedules, stopping rules and other settings under the names that frameworks give them.</summary>
public sealed class DeclaredScheduleTests
{
    [Theory]
    [InlineData("ReduceLROnPlateau", ScheduleKind.Plateau)]
    [InlineData("OneCycleLR", ScheduleKind.OneCycle)]
    [InlineData("1cycle", ScheduleKind.OneCycle)]
    [InlineData("CosineAnnealingWarmRestarts", ScheduleKind.Cyclic)]
    [InlineData("cosine_with_restarts", ScheduleKind.Cyclic)]
    [InlineData("sgdr", ScheduleKind.Cyclic)]
    [InlineData("CyclicLR", ScheduleKind.Cyclic)]
    [InlineData("triangular2", ScheduleKind.Cyclic)]
    [InlineData("CosineAnnealingLR(T_max=10)", ScheduleKind.Annealing)]
    [InlineData("polynomial", ScheduleKind.Annealing)]
    [InlineData("linear", ScheduleKind.Annealing)]
    [InlineData("get_linear_schedule_with_warmup", ScheduleKind.Annealing)]
    [InlineData("LinearLR", ScheduleKind.Unknown)]
    [InlineData("inverse_sqrt", ScheduleKind.Decay)]
    [InlineData("noam", ScheduleKind.Decay)]
    [InlineData("ExponentialLR", ScheduleKind.Decay)]
    [InlineData("StepLR", ScheduleKind.Step)]
    [InlineData("MultiStepLR", ScheduleKind.Step)]
    [InlineData("PiecewiseConstantDecay", ScheduleKind.Step)]
    [InlineData("step", ScheduleKind.Step)]
    [InlineData("constant_with_warmup", ScheduleKind.Constant)]
    [InlineData("none", ScheduleKind.Constant)]
    [InlineData("off", ScheduleKind.Constant)]
    [InlineData("my own", ScheduleKind.Unknown)]
    public void A_name_promises_a_kind(string name, object kind) => Schedule(name)!.Kind.ShouldBe((ScheduleKind)kind);

    [Fact]
    public void Without_a_scheduler_nothing_is_promised() => DeclaredSchedule.Of(TrainingParameters.None).ShouldBeNull();

    [Theory]
    [InlineData("cosine", "T_0", "10", true)]
    [InlineData("cosine", "num_cycles", "3", true)]
    [InlineData("cosine", "cycle_decay", "0.5", true)]
    [InlineData("cosine", "T_max", "10", false)]
    [InlineData("StepLR", "num_cycles", "3", false)]
    public void A_cosine_with_cycles_may_rise_again(string name, string key, string value, bool isCyclic) => (Schedule(name, (key, value))!.Kind == ScheduleKind.Cyclic).ShouldBe(isCyclic);

    [Fact]
    public void A_warm_up_is_declared_by_the_name_or_by_a_setting()
    {
        Schedule("cosine", ("lr.warmup_epochs", "5"))!.ShouldSatisfyAllConditions(s => s.WarmupEpochs.ShouldBe(5), s => s.HasWarmup.ShouldBeTrue());
        Schedule("cosine", ("warmup_steps", "500"))!.ShouldSatisfyAllConditions(s => s.WarmupEpochs.ShouldBeNull(), s => s.HasWarmup.ShouldBeTrue());
        Schedule("cosine", ("warmup_steps", "0"))!.HasWarmup.ShouldBeFalse();
        Schedule("cosine", ("warmup_epochs", "0"))!.ShouldSatisfyAllConditions(s => s.WarmupEpochs.ShouldBeNull(), s => s.HasWarmup.ShouldBeFalse());
        Schedule("cosine", ("warm_restart", "true"))!.HasWarmup.ShouldBeFalse();
        Schedule("constant_with_warmup")!.HasWarmup.ShouldBeTrue();
        Schedule("CosineAnnealingWarmRestarts")!.HasWarmup.ShouldBeFalse();
        Schedule("ConstantLR")!.HasWarmup.ShouldBeTrue();
        Schedule("cosine")!.HasWarmup.ShouldBeFalse();
    }

    [Fact]
    public void A_stepwise_schedule_falls_first_at_its_earliest_milestone_or_after_its_step_size()
    {
        Schedule("MultiStepLR", ("milestones", "[60, 30, 80]"))!.FirstDrop.ShouldBe(30);
        Schedule("MultiStepLR", ("milestones", "(40,)"))!.FirstDrop.ShouldBe(40);
        Schedule("StepLR", ("step_size", "10"))!.FirstDrop.ShouldBe(10);
        Schedule("StepLR", ("step_size", "0.5"))!.FirstDrop.ShouldBeNull();
        Schedule("StepLR", ("step_size", "10"), ("interval", "step"))!.FirstDrop.ShouldBeNull("its steps are batches");
        Schedule("MultiStepLR", ("milestones", "[a, b]"))!.FirstDrop.ShouldBeNull();
        Schedule("cosine", ("step_size", "10"))!.FirstDrop.ShouldBeNull();
    }

    [Fact]
    public void Patience_belongs_to_a_plateau_schedule_and_a_floor_to_any()
    {
        Schedule("ReduceLROnPlateau", ("lr_patience", "7"))!.Patience.ShouldBe(7);
        Schedule("StepLR", ("lr_patience", "7"))!.Patience.ShouldBeNull();
        Schedule("cosine", ("eta_min", "1e-6"))!.Floor.ShouldBe(1e-6);
        Schedule("cosine")!.Floor.ShouldBeNull();
    }

    [Fact]
    public void A_whole_name_comes_before_the_end_of_a_longer_one_and_nothing_is_no_setting()
    {
        var settings = new RawSettings(Raw(("Model--Patience", "1"), ("patience", "2"), ("a.b", "None"), ("x.a.b", "3"), ("odd", "many")));
        settings.Find("patience").ShouldBe(("patience", "2"));
        settings.Find("model_patience").ShouldBe(("Model--Patience", "1"));
        settings.Find("a_b").ShouldBe(("x.a.b", "3"));
        settings.Find("b").ShouldBe(("x.a.b", "3"));
        settings.Find("tience").ShouldBeNull();
        settings.Find("nothing", "patience").ShouldBe(("patience", "2"));
        settings.Number("odd").ShouldBeNull();
        settings.Number("patience").ShouldBe(("patience", 2));
    }

    [Fact]
    public void A_list_of_numbers_is_read_whole_or_not_at_all()
    {
        var settings = new RawSettings(Raw(("a", "[1, 2.5,3]"), ("b", "7"), ("c", "[1, x]"), ("d", "[]")));
        settings.Numbers("a")!.Value.Values.ShouldBe([1, 2.5, 3]);
        settings.Numbers("b")!.Value.Values.ShouldBe([7]);
        settings.Numbers("c").ShouldBeNull();
        settings.Numbers("d").ShouldBeNull();
        settings.Numbers("e").ShouldBeNull();
    }

    [Fact]
    public void Of_the_settings_with_a_word_the_first_counts_that_is_switched_on()
    {
        new RawSettings(Raw(("b_warm", "5"), ("a_warm", "0"), ("c_warm", "no"), ("d_warm", "null"))).Containing("warm").ShouldBe(("b_warm", "5"));
        new RawSettings(Raw(("a_warm", "0"), ("c_warm", "no"))).Containing("warm").ShouldBeNull();
    }

    [Fact]
    public void A_stopping_rule_is_read_with_its_metric_mode_delta_and_start()
    {
        StoppingRule rule = StoppingRule.Of(Raw(("early_stopping_patience", "5"), ("early_stopping_monitor", "val_f1"), ("early_stopping_mode", "MAX"), ("early_stopping_min_delta", "-0.01"), ("start_from_epoch", "3"))).ShouldNotBeNull();
        rule.ShouldBe(new StoppingRule(5, "val_f1", "max", 0.01, 3));
        StoppingRule.Of(Raw(("early_stopping", "true"))).ShouldBe(new StoppingRule(null, null, null, 0, 0));
        StoppingRule.Of(Raw(("es_patience", "4"), ("greater_is_better", "false")))!.Mode.ShouldBe("min");
        StoppingRule.Of(Raw(("es_patience", "4"), ("greater_is_better", "true")))!.Mode.ShouldBe("max");
    }

    [Fact]
    public void A_rule_that_is_switched_off_or_not_declared_is_none()
    {
        StoppingRule.Of(Raw(("early_stopping", "false"), ("early_stopping_patience", "5"))).ShouldBeNull();
        StoppingRule.Of(Raw(("optimizer", "Adam"))).ShouldBeNull();
    }

    [Fact]
    public void A_bare_patience_is_that_of_the_rule_unless_a_schedule_claims_it()
    {
        StoppingRule.Of(Raw(("patience", "6")))!.Patience.ShouldBe(6);
        StoppingRule.Of(Raw(("patience", "6")) with { Scheduler = "ReduceLROnPlateau" }).ShouldBeNull();
        StoppingRule.Of(Raw(("patience", "6"), ("early_stopping", "true")) with { Scheduler = "ReduceLROnPlateau" })!.Patience.ShouldBe(6);
        StoppingRule.Of(Raw(("lr_scheduler.patience", "6"))).ShouldBeNull();
        StoppingRule.Of(Raw(("callback.patience", "6")))!.Patience.ShouldBe(6);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("val_loss", true)]
    [InlineData("Val/RMSE", true)]
    [InlineData("val_acc", false)]
    [InlineData("macro-F1", false)]
    [InlineData("val_thing", null)]
    public void Which_way_is_better_is_in_the_name(string? monitor, bool? isLower) => new StoppingRule(5, monitor, null, 0, 0).IsLowerBetter().ShouldBe(isLower);

    [Fact]
    public void A_rule_is_followed_over_the_points_of_its_metric()
    {
        double[] values = [5, 4, 4.5, 4.75, 3, 3.5];
        Replay(values, lower: true).ShouldBe(new StoppingReplay(LongestWait: 2, WaitFrom: 1, WaitTo: 3, LastWait: 1, WholeGain: 2, HasEveryEpoch: true));
        Replay([.. values.Select(v => -v)], lower: false).ShouldBe(new StoppingReplay(2, 1, 3, 1, 2, true));
        Replay(values, lower: false).ShouldBe(new StoppingReplay(5, 0, 5, 5, 0, true));
        Replay(values, lower: true, minDelta: 1).ShouldBe(new StoppingReplay(3, 0, 3, 1, 2, true));
        Replay(values, lower: true, startsAt: 2).ShouldBe(new StoppingReplay(1, 2, 3, 1, 2, true));
    }

    [Fact]
    public void A_missing_or_unknown_epoch_is_noticed()
    {
        StoppingReplay.Of(new MetricSeries("val_loss", [1, 2, 3], [0, 1, 3], [3, 2, 1]), isLowerBetter: true, 0, 0).HasEveryEpoch.ShouldBeFalse();
        StoppingReplay.Of(new MetricSeries("val_loss", [1, 2, 3], [4, 5, 6], [3, 2, 1]), isLowerBetter: true, 0, 0).HasEveryEpoch.ShouldBeTrue();
        StoppingReplay.Of(new MetricSeries("val_loss", [1], [double.NaN], [3]), isLowerBetter: true, 0, 0).HasEveryEpoch.ShouldBeFalse();
    }

    private static StoppingReplay Replay(double[] values, bool lower, double minDelta = 0, double startsAt = 0) => StoppingReplay.Of(Builders.Curve.Series("watched", values), lower, minDelta, startsAt);

    private static DeclaredSchedule? Schedule(string name, params (string, string)[] settings) => DeclaredSchedule.Of(Raw(settings) with { Scheduler = name });

    private static TrainingParameters Raw(params (string Key, string Value)[] settings) => new() { Raw = settings.ToDictionary(s => s.Key, s => s.Value) };
}
