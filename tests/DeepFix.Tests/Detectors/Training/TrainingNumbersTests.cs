using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>Numbers and words of single detectors of training, by hand: ten steps an epoch, the first epoch is 0.</summary>
public sealed class TrainingNumbersTests
{
    [Fact]
    public void Points_that_are_no_numbers_are_told_with_their_place_and_with_what_came_before()
    {
        Finding finding = new NanLoss().Found(Some.Run.With("train_loss", [1, 0.5, double.NaN, 1]));
        (finding.Severity, finding.Confidence).ShouldBe((Severity.Medium, 0.99));
        finding.Description.ShouldBe("train_loss is not finite: train_loss first at epoch 2, 1 of 4 points in all, and it comes back afterwards. The last finite value before it was 0.5. Cells that were not logged are not counted.");
        finding.EvidenceItems.Select(e => (e.Value, e.FromStep, e.ToStep)).ShouldBe([(1, 30, 30), (0.25, null, null)]);
        new NanLoss().Found(Some.Run.With("train_loss", [double.NaN, 1, 1])).Description.ShouldContain("There is no finite value before it.");
        new NanLoss().Found(Some.Run.With(new MetricSeries("val_loss", [10, 20], [double.NaN, double.NaN], [1, double.NaN]))).Description.ShouldContain("first at step 20, 1 of 2 points in all, and it does not come back.");
    }

    [Fact]
    public void Half_of_a_record_may_be_lost_and_more_may_not()
    {
        Severity Of(params double[] loss) => new NanLoss().Found(Some.Run.With("train_loss", loss)).Severity;

        Of(double.NaN, double.NaN, 1, 1).ShouldBe(Severity.Medium);
        Of(double.NaN, double.NaN, double.NaN, 1).ShouldBe(Severity.High);
    }

    [Fact]
    public void A_divergence_is_measured_from_the_smoothed_minimum_to_the_median_of_the_end()
    {
        Finding half = new Divergence().Found(Some.Run.With("train_loss", [3, 2, 1, 1, 1, 2, 2, 2, 2]));
        (half.Severity, half.Confidence).ShouldBe((Severity.Medium, 0.8));
        half.EvidenceItems.Select(e => (e.Value, e.FromStep, e.ToStep)).ShouldBe([(0.5, 30, 90), (1, 30, 90), (1e6, 30, 90)]);
        half.Description.ShouldStartWith("train_loss falls from 3 to 1 at epoch 2, then rises to 2 at the end (epoch 8): 50 % of its fall is lost again.");
        Finding whole = new Divergence().Found(Some.Run.With("train_loss", [3, 2, 1, 1, 1, 4, 4, 4, 4]));
        (whole.Severity, whole.Confidence).ShouldBe((Severity.High, 0.9));
        whole.EvidenceItems[0].Value.ShouldBe(1.5);
        whole.Description.ShouldContain("it ends above where it began");
    }

    [Fact]
    public void A_loss_that_rises_from_its_first_point_on_has_lost_all_that_it_never_gained()
    {
        Finding finding = new Divergence().Found(Some.Run.With("train_loss", [1, 1, 1, 2, 2, 2, 2]));
        (finding.Severity, finding.EvidenceItems[0].Value).ShouldBe((Severity.High, 1e6));
        finding.Description.ShouldStartWith("train_loss begins at 1 and rises to 2 at the end");
        new Divergence().Clean(Some.Run.With("train_loss", Curves.Line(1, 1, 8)));
        new Divergence().Clean(Some.Run.With("train_loss", Curves.Line(0, 0, 8)));
    }

    [Fact]
    public void Training_past_the_best_costs_decisions_only_where_the_score_falls()
    {
        TrainingArtifacts run = Some.Run.With("val_loss", [4, 3, 2, 1, 1, 1, 2, 2, 2, 2]);
        Finding finding = new TrainedPastBest().Found(run);
        finding.Severity.ShouldBe(Severity.Medium);
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([0.333333, 1, 0.333333, 1e6]);
        finding.Description.ShouldStartWith("The best val_loss, 1, lies at epoch 3; training went on to epoch 9 and ends at 2, 100 % worse.");
        Finding falls = new TrainedPastBest().Found(run.With("val_accuracy", [0.51, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.5, 0.5, 0.5]));
        (falls.Severity, falls.EvidenceItems[^2].Value, falls.EvidenceItems[^1].Value).ShouldBe((Severity.Medium, 0.25, 25));
        falls.Description.ShouldEndWith("val_accuracy was 0.75 then and is 0.5 at the end.");
        Finding stays = new TrainedPastBest().Found(run.With("val_accuracy", Curves.Line(0.75, 0.75, 10)));
        (stays.Severity, stays.EvidenceItems[^1].Value).ShouldBe((Severity.Low, 0));
        stays.Description.ShouldEndWith("is 0.75 at the end: the decisions did not suffer, the probabilities did.");
    }

    [Theory]
    [InlineData(0.7, 10, true)]
    [InlineData(0.75, 10, false)]
    [InlineData(0.7, 9, true)]
    [InlineData(0.7, 8, false)]
    public void Validation_is_better_by_a_quarter_at_more_than_four_fifths_of_the_second_half(double loss, int pointsBelow, bool isFound)
    {
        // Twenty points, of which the last ten count.
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Line(1, 1, 20)).With("val_loss", [.. Curves.Line(1, 1, 10), .. Curves.Line(loss, loss, pointsBelow), .. Curves.Line(1, 1, 10)[pointsBelow..]]);
        Detection detection = new ValBetterThanTrain().On(run);
        (detection is Detection.Found).ShouldBe(isFound);
        IReadOnlyList<Evidence> items = detection switch { Detection.Found found => found.Findings[0].EvidenceItems, Detection.Clean clean => clean.Measured, _ => [] };
        items.Select(e => e.Value).ShouldBe([loss, pointsBelow / 10.0, 0]);
    }

    [Fact]
    public void Dropout_and_augmentation_may_explain_why_validation_is_better()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Line(1, 1, 10)).With("val_loss", Curves.Line(0.5, 0.5, 10));
        Said(new TrainingParameters { DropoutRate = 0.25, Augmentation = "flip" }).ShouldContain("Dropout of 0.25 during training makes training look worse");
        Said(new TrainingParameters { DropoutRate = 0, Augmentation = "flip" }).ShouldContain("Augmentation of the training rows makes training look worse");
        Said(new TrainingParameters { Augmentation = "None" }).ShouldContain("Neither dropout nor augmentation is declared");

        string Said(TrainingParameters declared) => new ValBetterThanTrain().Found(run.Declaring(declared)).Description;
    }

    [Fact]
    public void A_collapse_is_the_share_of_one_class_in_the_predictions_less_its_share_of_the_rows()
    {
        // A share of a half has a standard deviation of 0.05 over a hundred rows.
        TrainingArtifacts run = Some.Run.With("val_max_class_share", [0.5, 0.7, 0.9, 0.9]).WithFacts(new TaskFacts { NumClasses = 2, ValRows = 100 });
        new ClassCollapse().Found(run).EvidenceItems.Select(e => e.Value).ShouldBe([0.4, 8]);
        new ClassCollapse().Found(run.WithFacts(new TaskFacts { NumClasses = 2 })).EvidenceItems[1].Value.ShouldBe(8, "a hundred rows where they are unknown");
        new ClassCollapse().Clean(run.With("val_max_class_share", [0.5, 0.8, 0.8]));
        new ClassCollapse().Clean(run.WithFacts(new TaskFacts { NumClasses = 2, ValRows = 20 }));
        new ClassCollapse().Clean(run.WithFacts(new TaskFacts { ValMajorityShare = 0.65, ValRows = 1000 }));
    }

    [Fact]
    public void Gradients_that_are_never_cleared_grow_without_scatter()
    {
        TrainingArtifacts run = Some.Run.With("grad_norm", [2, 3, 4, 5, 5, 5]).With("grad_norm_max", [4, 3.3, 4.4, 5.25, 5.25, 5.25]).WithFacts(new TaskFacts { TrainRows = 45 }).Declaring(new TrainingParameters { BatchSize = 10 });
        Finding finding = new MissingZeroGrad().Found(run);
        (finding.Severity, finding.Confidence).ShouldBe((Severity.High, 0.96));
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([2.5, 1.05]);
        finding.Description.ShouldContain("though about 5 batches go into it");
        new MissingZeroGrad().NotAssessable(run.WithFacts(new TaskFacts { TrainRows = 40 }));
        new MissingZeroGrad().Clean(run.With("grad_norm", [2, 3, 4, 4, 4, 4]).With("grad_norm_max", [4, 3, 4, 4, 4, 4]));
        new MissingZeroGrad().Clean(run.With("grad_norm_max", [4, 3.3, 4.4, 5.5, 5.5, 5.5]));
        new MissingZeroGrad().NotAssessable(run.With("grad_norm_max", [2.1, 3.3, 4.4, 5.25, 5.25, 5.25]));
        new MissingZeroGrad().Found(run.WithFacts(TaskFacts.Unknown)).Description.ShouldContain("though about 10 batches go into it");
    }

    [Theory]
    [InlineData(150, 0.95, 3.75, Severity.Medium)]
    [InlineData(250, 0.95, 3.75, Severity.Low)]
    [InlineData(150, 0.9, 2.5, Severity.Low)]
    public void A_lead_over_few_rows_is_told_in_deviations_of_the_validation_score(int rows, double accuracy, double deviations, Severity severity)
    {
        // A share of 0.8 has a standard deviation of 0.04 over a hundred rows.
        TrainingArtifacts run = Some.Run.With("train_accuracy", Curves.Line(accuracy, accuracy, 6)).With("val_accuracy", Curves.Line(0.8, 0.8, 6)).WithFacts(new TaskFacts { TrainRows = rows, ValRows = 100 });
        Finding finding = new SmallDataset().Found(run);
        finding.Severity.ShouldBe(severity);
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([rows, Math.Round(accuracy - 0.8, 6), deviations]);
    }

    [Fact]
    public void A_lead_within_the_luck_of_the_split_is_none_and_so_is_one_over_many_rows()
    {
        TrainingArtifacts run = Some.Run.With("train_accuracy", Curves.Line(0.875, 0.875, 6)).With("val_accuracy", Curves.Line(0.8, 0.8, 6)).WithFacts(new TaskFacts { TrainRows = 150, ValRows = 100 });
        new SmallDataset().Clean(run);
        new SmallDataset().Found(run.WithFacts(new TaskFacts { TrainRows = 150, ValRows = 1000 }));
        new SmallDataset().Clean(run.WithFacts(new TaskFacts { TrainRows = 300, ValRows = 1000 }));
    }

    [Fact]
    public void A_model_below_chance_has_come_none_of_the_way()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Line(3, 1, 20)).With("train_accuracy", Curves.Line(0.05, 0.05, 20)).WithFacts(new TaskFacts { NumClasses = 10 }).Declaring(new TrainingParameters { Optimizer = "SGD", Momentum = 0 });
        new WeakOptimizer().Found(run).Description.ShouldStartWith("SGD runs with momentum 0; train_loss still falls at the end, and train_accuracy has come 0 % of the way from chance to perfect.");
        new WeakOptimizer().Found(run.With("train_accuracy", Curves.Line(0.55, 0.55, 20))).Description.ShouldContain("has come 50 % of the way");
        new WeakOptimizer().Found(run).Description.ShouldEndWith("Without momentum or adaptive rates the flat directions of the loss are descended slowly. The loss does not rise, so the steps are not too long.");
        new WeakOptimizer().On(run.Declaring(new TrainingParameters { Optimizer = "SGD", Momentum = double.NaN })).ShouldBe(new Detection.NotAssessable("The momentum of the optimiser is not declared.", "Log momentum in params.yaml."));
        new WeakOptimizer().On(run.Declaring(new TrainingParameters())).ShouldBe(new Detection.NotAssessable("The optimiser is not declared.", "Log optimizer in params.yaml."));
    }

    [Fact]
    public void An_underfitted_model_is_told_by_half_and_by_a_quarter_of_the_way()
    {
        TrainingArtifacts run = Some.Run.With("train_loss", Curves.Line(3, 1, 20)).WithFacts(new TaskFacts { NumClasses = 2 });
        (Severity, double) Of(double accuracy) => new Underfitting().Found(run.With("train_accuracy", Curves.Line(accuracy, accuracy, 20))) is var f ? (f.Severity, f.EvidenceItems[0].Value) : default;

        Of(0.6).ShouldBe((Severity.High, 0.2));
        Of(0.7).ShouldBe((Severity.Medium, 0.4));
        new Underfitting().Clean(run.With("train_accuracy", Curves.Line(0.75, 0.75, 20)));
        new Underfitting().Found(run.With("train_accuracy", Curves.Line(0.6, 0.6, 20))).Description.ShouldEndWith("Training loss was still falling.");
        new Underfitting().Found(run.With("train_loss", Curves.Line(1, 1, 20)).With("train_accuracy", Curves.Line(0.6, 0.6, 20))).Description.ShouldEndWith("Training loss no longer falls.");
        new Underfitting().Found(run.With("val_accuracy", Curves.Line(0.6, 0.6, 20))).Severity.ShouldBe(Severity.Low);
    }
}
