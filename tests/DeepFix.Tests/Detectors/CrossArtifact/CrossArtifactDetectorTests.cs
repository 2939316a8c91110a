using CsCheck;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Tests.Detectors.Dataset;
using static DeepFix.Tests.Detectors.CrossArtifact.Runs;

namespace DeepFix.Tests.Detectors.CrossArtifact;

public sealed class CrossArtifactDetectorTests
{
    private static readonly RunArtifacts TooManyEpochs = Healthy.With(Logged(30, 32, 0.001));
    private static readonly RunArtifacts OtherRate = Healthy.With(Logged(20, 32, 0.01));
    private static readonly RunArtifacts FallingFromAbove = Healthy.With(Logged(20, 32, 0.01, 0.5)).Declaring(p => p with { Scheduler = "StepLR" });
    private static readonly RunArtifacts TooManySteps = Healthy.With(Logged(20, 63, 0.001));
    private static readonly RunArtifacts OddSteps = Healthy.With(Logged(20, 22, 0.001));
    private static readonly RunArtifacts OtherClasses = Healthy.OnData(d => d with { NumClasses = 5 });
    private static readonly RunArtifacts OtherRows = Healthy.OnData(d => d with { Raw = new Dictionary<string, string> { ["num_val_samples"] = "350" } });
    private static readonly RunArtifacts OtherOptimizer = Healthy.Declaring(p => p with { Optimizer = "Adam" }) is var adam ? adam with { Training = adam.Training! with { Metrics = Named(adam.Training.Metrics, "lr-SGD") } } : Healthy;
    private static readonly RunArtifacts RawInputs = WithInputs(70);
    private static readonly RunArtifacts HugeFirstLoss = WithFirstLoss(650, 0.001);

    private static readonly Dictionary<string, DetectorCase<RunArtifacts>> Cases = new DetectorCase<RunArtifacts>[]
    {
        new(
            new ConfigLogContradictionDetector(),
            TooManyEpochs,
            ("ExtraEpochs", 15, TooManyEpochs),
            ("RateRatio", 20, OtherRate),
            ("ConstantRate", 2, Healthy.With(Logged(20, 32, 0.0005, 0.6))),
            ("ExtraSteps", 100, TooManySteps),
            ("ExtraStepShare", 3, TooManySteps),
            ("DividedMiss", 0.9, OddSteps),
            ("ClassDifference", 10, OtherClasses),
            ("RowDifference", 100, OtherRows),
            ("OtherOptimizers", 1, OtherOptimizer)),
        new(new UnnormalizedInputsDetector(), RawInputs, ("RootMeanSquare", 200, RawInputs), ("HighRootMeanSquare", 20, RawInputs),
            ("FirstCost", 2000, HugeFirstLoss), ("FewestPoints", 9, HugeFirstLoss), ("RateRatio", 6, WithFirstLoss(650, 0.005))),
    }.ToDictionary(c => c.Detector.Code);

    public static TheoryData<string> Codes => [.. Cases.Keys];

    public static TheoryData<string> Contradictions => ["epochs", "rate", "falling rate", "steps", "odd steps", "classes", "class names", "model classes", "rows", "no rows", "optimiser", "parts of rows"];

    public static TheoryData<string> Legitimate
        => ["early stopping", "warm-up", "one cycle", "drop last", "accumulation", "accumulation declared", "steps are epochs", "resumed", "background class", "one output", "limited batches", "decay", "same optimiser", "whole rows", "last batch dropped", "means of batches", "few digits", "one value set by hand"];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_faulty_run_is_told_from_a_healthy_and_from_an_empty_one(string code) => Cases[code].ShouldTellFaultyFromHealthy(Healthy, Empty);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_verdict_turns_on_each_limit_alone(string code) => Cases[code].ShouldTurnOnEachLimit();

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Settings_that_the_log_contradicts_are_named(string what)
        => Verdict(what switch
        {
            "epochs" => TooManyEpochs,
            "rate" => OtherRate,
            "falling rate" => FallingFromAbove,
            "steps" => TooManySteps,
            "odd steps" => OddSteps,
            "classes" => OtherClasses,
            "class names" => Healthy.OnData(d => d with { ClassNames = ["a", "b"] }),
            "model classes" => Healthy.Raw("num_classes", "10"),
            "rows" => OtherRows,
            "optimiser" => OtherOptimizer,
            "parts of rows" => WithAccuracy(e => Math.Round((300.0 + (7 * e)) / 450, 6)),
            _ => Healthy.OnData(d => d with { Raw = new Dictionary<string, string> { ["num_val_samples"] = "0" }, Splits = new Dictionary<string, SplitStatistics> { ["train"] = d.Splits["train"] } }),
        }).ShouldStartWith("config_log_contradiction Low");

    [Theory]
    [MemberData(nameof(Legitimate))]
    public void A_legitimate_reason_is_no_contradiction(string reason)
        => Verdict(reason switch
        {
            "early stopping" => Healthy.With(Logged(9, 32, 0.001)),
            "warm-up" => Healthy.With(Logged(20, 32, 0.0001, 10)),
            "one cycle" => Healthy.With(Logged(20, 32, 0.004, 0.1)).Declaring(p => p with { Scheduler = "OneCycleLR" }),
            "drop last" => Healthy.With(Logged(20, 31, 0.001)),
            "accumulation" => Healthy.With(Logged(20, 8, 0.001)),
            "accumulation declared" => Healthy.With(Logged(20, 8, 0.001)).Raw("accumulate_grad_batches", "4"),
            "steps are epochs" => Healthy.With(Logged(20, 1, 0.001)),
            "resumed" => Healthy.With(Logged(15, 32, 0.0001, firstEpoch: 20)),
            "background class" => Healthy.Raw("num_classes", "4"),
            "one output" => Healthy.Raw("num_classes", "1").OnData(d => (d with { NumClasses = 2, ClassNames = [] }).WithClasses("train", ("a", 500), ("b", 500)).WithClasses("val", ("a", 200), ("b", 200)).WithClasses("test", ("a", 200), ("b", 200))),
            "same optimiser" => OtherOptimizer.Declaring(p => p with { Optimizer = "SGD" }),
            "whole rows" => WithAccuracy(e => Math.Round((300.0 + (4 * e)) / 400, 6)),
            "last batch dropped" => WithAccuracy(e => Math.Round((300.0 + (3 * e)) / 384, 6)),
            "means of batches" => WithAccuracy(e => Math.Round(0.6 + (0.0123457 * e) + (0.0001 * Math.Sin(e)), 6)),
            "one value set by hand" => WithAccuracy(e => e == 0 ? 0.33375 : Math.Round((300.0 + (4 * e)) / 400, 6)),
            "few digits" => WithAccuracy(e => Math.Round((300.0 + (7 * e)) / 450, 2)),
            "limited batches" => Healthy.With(Logged(20, 22, 0.001)).Raw("limit_train_batches", "0.7"),
            _ => Healthy.With(Logged(20, 32, 0.001, 0.01)).Declaring(p => p with { Scheduler = "CosineAnnealingLR" }),
        }).ShouldBe("clean");

    [Fact]
    public void A_declared_accumulation_must_fit()
        => Verdict(Healthy.With(Logged(20, 16, 0.001)).Raw("accumulate_grad_batches", "4")).ShouldStartWith("config_log_contradiction");

    [Fact]
    public void A_normalisation_layer_evens_raw_inputs_out()
        => Verdict(new UnnormalizedInputsDetector(), RawInputs.Declaring(p => p with { Layers = ["Linear", "BatchNorm1d", "ReLU"] })).ShouldBe("clean");

    [Fact]
    public void Where_the_loss_became_NaN_the_scale_is_one_explanation_of_several()
    {
        RunArtifacts broken = RawInputs with { Training = RawInputs.Training! with { Metrics = new MetricTable([new("train_loss", [1, 2], [0, 1], [4, double.NaN])], 2, "metrics.csv") } };
        Finding finding = ((Detection.Found)new UnnormalizedInputsDetector().Detect(broken, TestContext.Current.CancellationToken)).Findings[0];
        finding.Severity.ShouldBe(Severity.Low);
        finding.Confidence.ShouldBeLessThan(0.3);
    }

    [Fact]
    public void A_first_loss_far_above_what_errors_cost_later_points_to_the_inputs_whatever_its_unit()
    {
        Finding finding = ((Detection.Found)new UnnormalizedInputsDetector().Detect(HugeFirstLoss, TestContext.Current.CancellationToken)).Findings[0];
        finding.Severity.ShouldBe(Severity.Medium);
        finding.Description.ShouldContain("initial weights");
        foreach (double unit in (double[])[1e-6, 1, 1e6])
            Verdict(new UnnormalizedInputsDetector(), WithFirstLoss(650 * unit, 0.001, unit)).ShouldBe(Verdict(new UnnormalizedInputsDetector(), HugeFirstLoss));
    }

    [Theory]
    [InlineData("sane")]
    [InlineData("flawless")]
    [InlineData("rate")]
    [InlineData("no rate")]
    [InlineData("broken")]
    [InlineData("no accuracy")]
    [InlineData("constant")]
    [InlineData("regression")]
    [InlineData("normalised")]
    public void A_first_loss_that_something_else_explains_gives_no_verdict(string what)
        => Verdict(new UnnormalizedInputsDetector(), what switch
        {
            "sane" => WithFirstLoss(2.3, 0.001),
            "flawless" => Series(Pairs([650, 0.1, 0.01, 0.001, 0.001, 0.001], [0.5, 1, 1, 1, 1, 1]), 0.001),
            "rate" => WithFirstLoss(650, 0.005),
            "no rate" => HugeFirstLoss.Declaring(p => p with { Optimizer = null }),
            "broken" => WithFirstLoss(double.NaN, 0.001),
            "no accuracy" => Series([new MetricSeries("train_loss", [1, 2, 3, 4], [0, 1, 2, 3], [650, 1, 1, 1])], 0.001),
            "constant" => Series(Pairs([0.65, 0.65, 0.65, 0.65], [0.5, 0.5, 0.5, 0.5]), 0.001),
            "regression" => HugeFirstLoss with { Training = HugeFirstLoss.Training! with { Facts = new TaskFacts { TaskType = "regression" } } },
            _ => HugeFirstLoss.Declaring(p => p with { Layers = ["LayerNorm"] }),
        }).ShouldBe("not assessable");

    [Fact]
    public void Any_loss_beside_any_accuracy_gets_a_verdict()
        => Gen.Select(Gen.Double, Gen.Double).Array[0, 12].Sample(pairs =>
            Verdict(new UnnormalizedInputsDetector(), Series(Pairs([.. pairs.Select(p => p.Item1)], [.. pairs.Select(p => p.Item2)]), 0.001)).ShouldNotBe("clean"), iter: 500);

    private static RunArtifacts WithFirstLoss(double first, double rate, double unit = 1)
        => Series(Pairs([first, 0.66 * unit, 0.65 * unit, 0.66 * unit, 0.67 * unit, 0.65 * unit], [0.4, 0.6, 0.6, 0.6, 0.6, 0.6]), rate);

    private static MetricSeries[] Pairs(double[] losses, double[] accuracies)
    {
        long[] steps = [.. Enumerable.Range(1, losses.Length).Select(e => 10L * e)];
        double[] epochs = [.. Enumerable.Range(0, losses.Length).Select(e => (double)e)];
        return [new("train_loss", steps, epochs, losses), new("train_accuracy", steps, epochs, accuracies)];
    }

    private static RunArtifacts Series(MetricSeries[] series, double rate) => Empty with
    {
        Training = new TrainingArtifacts { Metrics = new MetricTable(series, series[0].Count, "metrics.csv"), Parameters = new TrainingParameters { Optimizer = "Adam", LearningRate = rate } },
    };

    private static RunArtifacts WithAccuracy(Func<int, double> of)
    {
        MetricTable metrics = Healthy.Training!.Metrics;
        MetricSeries loss = metrics.Find("val_loss")!;
        var accuracy = new MetricSeries("val_accuracy", loss.Steps.ToArray(), loss.Epochs.ToArray(), [.. Enumerable.Range(0, loss.Count).Select(of)]);
        return Healthy with { Training = Healthy.Training with { Metrics = new MetricTable([.. metrics.Series, accuracy], metrics.RowCount, metrics.Source) } };
    }

    private static MetricTable Named(MetricTable metrics, string rate)
        => new(metrics.Series, metrics.RowCount, metrics.Source) { RecordedAs = new Dictionary<string, string> { ["learning_rate"] = rate } };

    private static RunArtifacts WithInputs(double deviation)
        => Healthy.OnData(d => d with { ModelInput = new Dictionary<string, Moments> { ["train"] = new(3, deviation, -200, 200) } });

    private static string Verdict(RunArtifacts run) => Verdict(new ConfigLogContradictionDetector(), run);

    private static string Verdict(Detector<RunArtifacts> detector, RunArtifacts run) => DetectorCase<RunArtifacts>.Verdict(detector, run);
}
