using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using TrainingCurve = DeepFix.Detectors.Training.Curve;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>What several detectors measure alike, by hand.</summary>
public sealed class MeasuresTests
{
    private static readonly TaskFacts TenClasses = new() { NumClasses = 10 };

    [Theory]
    [InlineData("Adam", null, null, 0.001)]
    [InlineData("torch.optim.AdamW", null, null, 0.001)]
    [InlineData("Adam", null, "transformer", 0.00003)]
    [InlineData("RMSprop", null, null, 0.001)]
    [InlineData("Adagrad", null, null, 0.01)]
    [InlineData("Adadelta", null, null, 1.0)]
    [InlineData("Lion", null, null, 0.0001)]
    [InlineData("SGD", null, null, 0.1)]
    [InlineData("SGD", 0.49, null, 0.1)]
    [InlineData("SGD", 0.5, null, 0.01)]
    [InlineData("SGD", 0.9, "transformer", 0.01)]
    [InlineData("Sophia", null, null, null)]
    [InlineData(null, null, null, null)]
    public void An_optimiser_has_a_usual_rate(string? optimizer, double? momentum, string? model, double? rate)
    {
        double? usual = UsualRate.Of(Some.Run.Declaring(new TrainingParameters { Optimizer = optimizer, Momentum = momentum }).WithFacts(new TaskFacts { ModelType = model }));
        usual.HasValue.ShouldBe(rate.HasValue);
        if (rate is not null) usual!.Value.ShouldBe(rate.Value, 1e-12);
    }

    [Fact]
    public void The_largest_logged_rate_comes_before_the_declared_one()
    {
        TrainingArtifacts run = Some.Run.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.01 });
        Ratio(run)!.Value.ShouldBe(10, 1e-9);
        Ratio(run.With("learning_rate", [0.0001, 0.002, 0.0005]))!.Value.ShouldBe(2, 1e-9);
        Ratio(run.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0 })).ShouldBeNull();
        Ratio(run.Declaring(new TrainingParameters { LearningRate = 0.01 })).ShouldBeNull();
        Ratio(run.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e9 })).ShouldBe(1e6);

        static double? Ratio(TrainingArtifacts run) => UsualRate.Ratio(run, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_straight_line_has_a_quarter_of_its_fall_in_its_last_quarter_however_few_its_points()
    {
        foreach (int points in (int[])[4, 5, 9, 10, 11, 40]) Learn(Some.Run.With("train_loss", Curves.Line(points, 1, points))).LateShare.ShouldBe(0.25, 1e-12, $"{points} points");
        Learn(Some.Run.With("train_loss", [9, 5, 3, 1, 1, 1, 1, 1, 1])).LateShare.ShouldBe(0);
        Learn(Some.Run.With("train_loss", Curves.Line(1, 2, 9))).LateShare.ShouldBe(0);
        Learning.Of(Some.Run.With("train_loss", [3, 2, 1]), Learning.NoLimit, TestContext.Current.CancellationToken).ShouldBeNull();
    }

    [Fact]
    public void How_far_a_model_got_is_the_better_score_from_chance_to_perfect()
    {
        // Chance is a tenth: 0.55 is half of the way, 0.64 six tenths.
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Line(2, 1, 6)).With("train_accuracy", Curves.Line(0.55, 0.55, 6)).With("val_accuracy", Curves.Line(0.64, 0.64, 6)).WithFacts(TenClasses);
        Learning learning = Learn(run);
        learning.Score!.Value.ShouldBe(0.6, 1e-12);
        (learning.ScoreName, learning.IsTrainingScored).ShouldBe(("val_accuracy", true));
        Learning alone = Learn(run.Without("train_accuracy"));
        (alone.ScoreName, alone.IsTrainingScored).ShouldBe(("val_accuracy", false));
        Learn(run.WithFacts(TaskFacts.Unknown)).Score.ShouldBeNull();
        Learn(run.WithFacts(new TaskFacts { NumClasses = 1 })).Score.ShouldBeNull();
        Learn(run.WithFacts(TaskFacts.Unknown).With("val_r2", Curves.Line(0.3, 0.3, 6))).Score.ShouldBe(0.3);
    }

    [Fact]
    public void Attainment_is_measured_from_the_largest_class_where_its_share_is_known()
    {
        TrainingArtifacts run = Some.Run.With("val_accuracy", Curves.Line(0.75, 0.75, 6)).With("train_accuracy", Curves.Line(0.9, 0.9, 6)).WithFacts(new TaskFacts { NumClasses = 2, ValMajorityShare = 0.6, TrainMajorityShare = 0.8 });
        Attainment validation = Attainment.OnValidation(run, TestContext.Current.CancellationToken).ShouldNotBeNull();
        validation.Score.ShouldBe(0.375, 1e-12);
        (validation.Metric, validation.FromStep, validation.ToStep).ShouldBe(("val_accuracy", 40, 60));
        Attainment.OnTraining(run, TestContext.Current.CancellationToken)!.Score.ShouldBe(0.5, 1e-12);
        Attainment.Best(run, TestContext.Current.CancellationToken)!.Metric.ShouldBe("train_accuracy");
        Attainment.Best(run.WithFacts(run.Facts with { TrainMajorityShare = 0.9 }), TestContext.Current.CancellationToken)!.Metric.ShouldBe("val_accuracy");
        Attainment.Best(run.Without("train_accuracy"), TestContext.Current.CancellationToken)!.Metric.ShouldBe("val_accuracy");
        Attainment.OnValidation(run.WithFacts(new TaskFacts { NumClasses = 2 }), TestContext.Current.CancellationToken)!.Score.ShouldBe(0.5, 1e-12);
        Attainment.OnValidation(run.WithFacts(TaskFacts.Unknown), TestContext.Current.CancellationToken).ShouldBeNull();
        Attainment.OnValidation(run.WithFacts(new TaskFacts { ValMajorityShare = 1 }), TestContext.Current.CancellationToken).ShouldBeNull();
        Attainment.OnValidation(Some.Run.With("val_r2", Curves.Line(0.4, 0.4, 6)), TestContext.Current.CancellationToken)!.Score.ShouldBe(0.4);
    }

    [Fact]
    public void The_lead_of_the_training_score_grows_in_deviations_of_its_validation_rows()
    {
        TrainingArtifacts run = Some.Run.With("train_accuracy", Curves.Line(0.5, 0.9, 9)).With("val_accuracy", Curves.Line(0.4, 0.7, 9)).WithFacts(new TaskFacts { ValRows = 100 });
        ScoreGap gap = ScoreGap.Of(run, TestContext.Current.CancellationToken).ShouldNotBeNull();
        // Ends are medians of the last three points: 0.85 and 0.6625.
        gap.Gap.ShouldBe(0.1875, 1e-12);
        gap.FirstGap.ShouldBe(0.1, 1e-12);
        gap.Deviation.ShouldBe(Math.Sqrt(0.6625 * 0.3375 / 100), 1e-12);
        gap.GrowthMultiple.ShouldBe(0.0875 / Math.Sqrt(0.6625 * 0.3375 / 100), 1e-9);
    }

    [Fact]
    public void A_first_lead_of_validation_is_no_lead_and_a_score_without_jitter_has_no_deviation()
    {
        TrainingArtifacts run = Some.Run.With("train_r2", [0.25, 0.5, 0.75, 0.75, 0.75, 0.75]).With("val_r2", [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
        ScoreGap gap = ScoreGap.Of(run, TestContext.Current.CancellationToken).ShouldNotBeNull();
        (gap.FirstGap, gap.Gap, gap.Deviation, gap.GrowthMultiple).ShouldBe((0, 0.25, 0, 1e6));
        ScoreGap.Of(run.With("train_r2", [0.5, 0.5, 0.5, 0.5]), TestContext.Current.CancellationToken)!.GrowthMultiple.ShouldBe(0);
        ScoreGap.Of(run.With("train_r2", [0.5, 0.5]), TestContext.Current.CancellationToken).ShouldBeNull();
        ScoreGap.Of(run.Without("val_r2"), TestContext.Current.CancellationToken).ShouldBeNull();
    }

    [Fact]
    public void A_rise_of_validation_loss_is_measured_over_its_minimum_and_over_its_fall()
    {
        ValidationRise rise = Rise(4, 3, 2, 1, 1, 1, 2, 2, 2, 2);
        (rise.Best, rise.BestValue, rise.Rise, rise.Noise, rise.NoiseMultiple).ShouldBe((3, 1, 1, 0, 1e6));
        rise.OfFall.ShouldBe(1.0 / 3, 1e-12);
        rise.Position.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void Where_the_loss_is_not_positive_its_fall_is_the_unit()
    {
        Rise(2, 1, 0, -1, -1, -1, 0, 0, 0, 0).Rise.ShouldBe(1.0 / 3, 1e-12);
        Rise(3, 2, 1, 0, 0, 0, 1, 1, 1, 1).Rise.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void A_minimum_within_the_end_has_not_been_left()
    {
        ValidationRise falling = Rise(9, 8, 7, 6, 5, 4, 3, 2, 1, 1.5);
        (falling.Rise, falling.NoiseMultiple).ShouldBe((0, 0));
    }

    [Fact]
    public void The_share_of_the_gradient_that_arrives_is_the_lower_of_the_first_record_and_the_median()
    {
        Share([0.25, 0.5, 0.5], [1, 1, 1]).ShouldBe(0.25);
        Share([0.5, 0.25, 0.25], [1, 1, 1]).ShouldBe(0.25);
        Share([0.5, 0.5, 0.5], [0, 1, 1]).ShouldBe(0.5, "the first record of the last layer has none, which counts as all");
        Share([0, 0, 0], [1, 1, 1]).ShouldBe(1, "a layer without any gradient is frozen");

        static double Share(double[] first, double[] last)
            => SignalShare.Of(LayerGradients.Of(Some.Run.With("grad_norm/1", first).With("grad_norm/2", last), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_layer_is_cut_off_where_it_has_no_gradient_beside_full_ones()
    {
        Layers([0, 0, 0], [1, 1, 1]).ShouldSatisfyAllConditions(l => l.Still.Count.ShouldBe(1), l => l.Moving.Count.ShouldBe(1), l => l.IsCut.ShouldBeTrue());
        Layers([0, 0.5, 0], [1, 1, 1]).Still.ShouldBeEmpty();
        Layers([0, 0, 0], [0, 0, 0]).IsCut.ShouldBeFalse();
        Layers([0, 0, 0], [1e-7, 1e-7, 1e-7], [1, 1, 1]).IsCut.ShouldBeFalse("it faded on its way");
        Layers([0, 0, 0], [1e-5, 1e-5, 1e-5], [1, 1, 1]).IsCut.ShouldBeTrue();

        static LayerGradients Layers(params double[][] norms)
            => LayerGradients.Of(norms.Index().Aggregate(Some.Run, (run, n) => run.With($"grad_norm/{n.Index}", n.Item)), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("CrossEntropyLoss", true)]
    [InlineData("cross_entropy", true)]
    [InlineData("BCEWithLogitsLoss", true)]
    [InlineData("categorical_crossentropy", false)]
    [InlineData("binary_crossentropy", false)]
    [InlineData("NLLLoss", false)]
    [InlineData(null, false)]
    public void Some_losses_take_logits(string? loss, bool takes) => new TrainingParameters { LossFunction = loss }.TakesLogits().ShouldBe(takes);

    [Theory]
    [InlineData("MSELoss", true)]
    [InlineData("mean_squared_error", true)]
    [InlineData("SmoothL1Loss", true)]
    [InlineData("HuberLoss", true)]
    [InlineData("mae", true)]
    [InlineData("CrossEntropyLoss", false)]
    [InlineData(null, false)]
    public void Some_losses_compare_numbers(string? loss, bool compares) => new TrainingParameters { LossFunction = loss }.ComparesNumbers().ShouldBe(compares);

    [Fact]
    public void A_last_activation_bounds_what_the_model_can_say()
    {
        Last("Sigmoid").OutputRange().ShouldBe((0, 1));
        Last("hard_sigmoid").OutputRange().ShouldBe((0, 1));
        Last("tanh").OutputRange().ShouldBe((-1, 1));
        Last("ReLU").OutputRange().ShouldBe((0, double.PositiveInfinity));
        Last("relu6").OutputRange().ShouldBe((0, 6));
        Last("gelu").OutputRange().ShouldBeNull();
        Last("none").HasFinalActivation().ShouldBeFalse();
        Last(" Linear ").HasFinalActivation().ShouldBeFalse();
        Last("softmax").HasFinalActivation().ShouldBeTrue();
        Last(null).HasFinalActivation().ShouldBeFalse();
        Last("Softmax").EndsInSoftmax().ShouldBeTrue();
        Last("log_softmax").EndsInSoftmax().ShouldBeFalse();

        static TrainingParameters Last(string? activation) => new() { FinalActivation = activation };
    }

    [Theory]
    [InlineData("ResNet18", null, null, true)]
    [InlineData("google/vit-base", null, null, true)]
    [InlineData("MLP", null, null, false)]
    [InlineData(null, "model.pretrained", "True", true)]
    [InlineData(null, "pretrained", "False", false)]
    [InlineData(null, "backbone", "none", false)]
    [InlineData(null, "init_checkpoint", "a.ckpt", true)]
    [InlineData(null, "lora_rank", "8", true)]
    [InlineData(null, "optimizer", "Adam", false)]
    public void A_model_is_pretrained_by_its_family_or_by_a_setting(string? model, string? key, string? value, bool isPretrained)
        => PretrainedModel.IsDeclared(new TrainingParameters { ModelName = model, Raw = key is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [key] = value! } }).ShouldBe(isPretrained);

    [Theory]
    [InlineData("val_loss", true)]
    [InlineData("Test F1", true)]
    [InlineData("metrics/mAP(B)", true)]
    [InlineData("grad_loss", false)]
    [InlineData("loss_time", false)]
    [InlineData("learning_rate", false)]
    [InlineData("glossary", false)]
    public void An_outcome_says_how_good_the_model_is(string name, bool isOutcome) => MetricRoles.IsOutcome(name).ShouldBe(isOutcome);

    private static Learning Learn(TrainingArtifacts run) => Learning.Of(run, Learning.NoLimit, TestContext.Current.CancellationToken).ShouldNotBeNull();

    private static ValidationRise Rise(params double[] values) => ValidationRise.Of(TrainingCurve.Of(Builders.Curve.Series("val_loss", values), TestContext.Current.CancellationToken)!);
}
