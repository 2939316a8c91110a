using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Tests.Detectors.Dataset;
using static DeepFix.Tests.Detectors.CrossArtifact.Runs;

namespace DeepFix.Tests.Detectors.CrossArtifact;

/// <summary>Labels that are wrong: a share of them, or all.</summary>
public sealed class WrongLabelTests
{
    private static readonly TaskFacts Ten = new() { TaskType = "classification", NumClasses = 10, TrainRows = 1000, ValRows = 400 };

    // 30 % errors: a calibrated model that has no idea which other class is right loses 1.27.
    private static readonly RunArtifacts Noisy = Of(
        Curves.Fall(2.3, 1.3, 8, 1.5).Then(Curves.Line(1.35, 2, 12)),
        Curves.Fall(0.1, 0.7, 8, 1).Then(Curves.Line(0.69, 0.6, 12)),
        Curves.Fall(2.3, 1.25, 8, 1.5).Then(Curves.Line(1.1, 0.1, 12)),
        Curves.Fall(0.1, 0.71, 8, 1).Then(Curves.Line(0.75, 0.99, 12)),
        Ten,
        Tables.Healthy.With("train", s => s with { KnnLabelDisagreement = 0.32, MissingCells = 20 }) with { DuplicateRowsTrainVal = 10 });

    private static readonly RunArtifacts StillLearning = Noisy with
    {
        Training = Noisy.Training!.With("val_loss", Curves.Line(2.3, 1.31, 14).Then(Curves.Line(1.31, 1.25, 6))).With("train_loss", Curves.Line(2.3, 1.2, 20)).With("train_accuracy", Curves.Fall(0.1, 0.71, 20)).With("val_accuracy", Curves.Fall(0.1, 0.7, 20)),
    };

    private static readonly RunArtifacts Overlapping = Noisy with { Training = Noisy.Training!.With("val_loss", Curves.Fall(2.3, 0.8, 8, 1.5).Then(Curves.Line(0.85, 1.5, 12))) };

    private static readonly RunArtifacts Shuffled = Of(
        Curves.Line(1.12, 2.4, 20),
        Curves.Line(0.42, 0.36, 20),
        Curves.Line(1.1, 0.4, 20),
        Curves.Line(0.4, 0.9, 20),
        new TaskFacts { TaskType = "classification", NumClasses = 3, TrainRows = 1000, ValRows = 400, TrainMajorityShare = 0.4 },
        (Tables.Healthy with { Features = Tables.WithAssociations(0.002, 0.001).Features }).With("train", s => s with { KnnLabelDisagreement = 0.65 }));

    private static readonly RunArtifacts ShuffledWithoutStatistics = Shuffled with { Dataset = null };

    private static readonly Dictionary<string, DetectorCase<RunArtifacts>> Cases = new DetectorCase<RunArtifacts>[]
    {
        new(new LabelNoiseDetector(), Noisy, ("FewestClasses", 20, Noisy), ("FewestPoints", 100, Noisy), ("Error", 0.4, Noisy), ("OfChance", 0.2, Noisy), ("Doubt", 1.2, Noisy), ("MostDoubt", 1, Noisy), ("TrainDoubt", 1.5, Noisy),
            ("TrainError", 1.5, Noisy), ("StillFalling", 0.01, StillLearning), ("NeighbourShare", 2, Noisy), ("MissingShare", 0.001, Noisy), ("LeakedShare", 0.01, Noisy)),
        new(new CorruptedLabelsDetector(), Shuffled, ("NeighbourMargin", -10, Shuffled), ("AssociationChance", 1, Shuffled), ("ValidationMargin", 0, Shuffled), ("MajorityShare", 0.35, Shuffled), ("LeastRate", 0.2, Shuffled.Declaring(p => p with { Optimizer = "Adam", LearningRate = 1.5e-4 })),
            ("Memorised", 0.6, ShuffledWithoutStatistics), ("LossOfGuess", 1.5, ShuffledWithoutStatistics), ("FewestEpochs", 21, Shuffled)),
    }.ToDictionary(c => c.Detector.Code);

    public static TheoryData<string> Codes => [.. Cases.Keys];

    [Fact]
    public void Labels_wrong_at_random_are_told_from_classes_that_overlap()
    {
        Cases["label_noise"].ShouldTellFaultyFromHealthy(Overlapping, Empty);
        Severity(new LabelNoiseDetector(), Noisy).ShouldBe("label_noise Medium");
    }

    [Fact]
    public void Shuffled_labels_are_told_from_related_ones()
    {
        RunArtifacts related = Shuffled.OnData(d => d.With("train", s => s with { KnnLabelDisagreement = 0.2 }));
        Cases["corrupted_labels"].ShouldTellFaultyFromHealthy(related, Empty);
        Severity(new CorruptedLabelsDetector(), Shuffled).ShouldBe("corrupted_labels High");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_verdict_turns_on_each_limit_alone(string code) => Cases[code].ShouldTurnOnEachLimit();

    [Fact]
    public void Without_statistics_of_the_data_curves_alone_give_a_low_finding()
    {
        Severity(new LabelNoiseDetector(), Noisy with { Dataset = null }).ShouldBe("label_noise Low");
        Severity(new CorruptedLabelsDetector(), ShuffledWithoutStatistics).ShouldBe("corrupted_labels Low");
    }

    [Fact]
    public void Neighbours_that_agree_clear_the_labels() => Severity(new LabelNoiseDetector(), Noisy.OnData(d => d.With("train", s => s with { KnnLabelDisagreement = 0.05 }))).ShouldBe("clean");

    [Fact]
    public void A_model_that_could_learn_nothing_at_its_rate_says_nothing_of_the_labels()
        => Severity(new CorruptedLabelsDetector(), Shuffled.Declaring(p => p with { Optimizer = "Adam", LearningRate = 1e-6 })).ShouldBe("not assessable");

    [Fact]
    public void A_model_of_four_epochs_says_nothing_of_the_labels_and_one_of_five_does()
    {
        Severity(new CorruptedLabelsDetector(), Shuffled with { Training = Shuffled.Training!.With("train_loss", [1.1, 1.1, 1.1, 1.1]) }).ShouldBe("not assessable");
        Severity(new CorruptedLabelsDetector(), Shuffled with { Training = Shuffled.Training!.With("train_loss", [1.1, 1.1, 1.1, 1.1, 1.1]) }).ShouldBe("corrupted_labels High");
    }

    [Fact]
    public void Neighbours_among_numbers_of_words_say_nothing_of_the_labels()
    {
        RunArtifacts words = Shuffled.Declaring(p => p with { Layers = ["Embedding", "Linear"] });
        Severity(new CorruptedLabelsDetector(), words).ShouldBe("corrupted_labels Low");
        var unclear = new CorruptedLabelsDetector().Detect(words with { Training = words.Training! with { Facts = words.Training!.Facts with { NumClasses = 2, TrainMajorityShare = 0.5 } } }, TestContext.Current.CancellationToken);
        unclear.ShouldBeOfType<Detection.NotAssessable>().LogToEnable.ShouldBe("Look at a sample of the labels beside their texts.");
    }

    [Fact]
    public void A_feature_that_goes_with_the_label_clears_the_labels() => Severity(new CorruptedLabelsDetector(), Shuffled.OnData(d => d with { Features = Tables.WithAssociations(0.3, 0.001).Features })).ShouldBe("clean");

    [Theory]
    [InlineData("label_smoothing", "0.1")]
    [InlineData("loss.label_smoothing", "0.05")]
    public void Smoothed_labels_leave_the_loss_without_meaning(string key, string value) => Severity(new LabelNoiseDetector(), Noisy.Raw(key, value)).ShouldBe("not assessable");

    [Theory]
    [InlineData("label_noise")]
    [InlineData("corrupted_labels")]
    public void Regression_has_no_wrong_classes(string code) => Severity(Cases[code].Detector, Cases[code].Faulty with { Training = Cases[code].Faulty.Training! with { Facts = new TaskFacts { TaskType = "regression", NumClasses = 10 } } }).ShouldBe("not assessable");

    [Fact]
    public void A_loss_that_is_no_cross_entropy_has_no_largest_value() => Severity(new LabelNoiseDetector(), Noisy.Declaring(p => p with { LossFunction = "MSELoss" })).ShouldBe("not assessable");

    [Fact]
    public void The_unit_of_the_loss_does_not_matter()
        => Severity(new LabelNoiseDetector(), Noisy with { Training = Noisy.Training!.Changed((s, v) => s.Name.EndsWith("loss", StringComparison.Ordinal) ? 37 * v : v) }).ShouldBe("label_noise Medium");

    [Fact]
    public void Without_accuracy_or_rows_shuffled_labels_cannot_be_judged()
    {
        Severity(new CorruptedLabelsDetector(), Shuffled with { Training = Shuffled.Training!.Without("val_accuracy") }).ShouldBe("not assessable");
        Severity(new CorruptedLabelsDetector(), Shuffled with { Training = Shuffled.Training! with { Facts = Shuffled.Training!.Facts with { ValRows = null } } }).ShouldBe("not assessable");
        Severity(new CorruptedLabelsDetector(), ShuffledWithoutStatistics with { Training = Shuffled.Training!.Without("train_accuracy") }).ShouldBe("not assessable");
    }

    private static RunArtifacts Of(double[] valLoss, double[] valAccuracy, double[] trainLoss, double[] trainAccuracy, TaskFacts facts, DatasetArtifacts data) => Empty with
    {
        Training = Some.Run.With("train_loss", trainLoss).With("val_loss", valLoss).With("train_accuracy", trainAccuracy).With("val_accuracy", valAccuracy).WithFacts(facts).Declaring(new TrainingParameters { LossFunction = "CrossEntropyLoss" }),
        Dataset = data,
    };

    private static string Severity(Detector<RunArtifacts> detector, RunArtifacts run) => DetectorCase<RunArtifacts>.Verdict(detector, run).Split(" by")[0];
}
