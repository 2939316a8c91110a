using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Tests.Detectors.Training;

namespace DeepFix.Tests.Detectors.CrossArtifact;

public sealed class WrongFinalActivationTests
{
    private static readonly RunArtifacts Relu = Targets("relu", Some.Run.With("train_loss", Curves.Line(0.9, 0.5, 20)).With("train_r2", Curves.Line(0.1, 0.5, 20)), -1.4, 3.3);
    private static readonly RunArtifacts Sigmoid = Targets("sigmoid", Relu.Training!, -0.2, 1.2);
    private static readonly RunArtifacts Bounded = Logits("sigmoid", SlowRuns.Stuck);
    private static readonly RunArtifacts Unsummarised = Relu with { Dataset = null };

    private static readonly TrainingArtifacts Halved = Relu.Training! with { Metrics = Scaled(Relu.Training!, 0.5) };

    private static readonly RunArtifacts OneUnit = Declaring(Logits("softmax", SlowRuns.Stuck.With("val_loss", Curves.Line(6.35, 6.35, 20))), "softmax", "BCELoss");

    private static readonly DetectorCase<RunArtifacts> Case = new(
        new WrongFinalActivationDetector(),
        Relu,
        ("Reach", 3, Relu),
        ("VarianceShare", 10, Sigmoid),
        ("VarianceAgreement", 10, Targets("tanh", Halved, -14, 33, deviation: 5)),
        ("UnitVariance", 0, Unsummarised with { Training = Relu.Training! with { Metrics = Scaled(Relu.Training!, 1.05) } }),
        ("AboveFloor", -1, Logits("sigmoid", SlowRuns.Stuck.With("train_loss", Curves.Line(2.3, 1.3, 20)))),
        ("StillPoints", 20, OneUnit),
        ("Attained", 0.3, Relu));

    [Fact]
    public void A_faulty_run_is_told_from_a_healthy_and_from_an_empty_one() => Case.ShouldTellFaultyFromHealthy(Targets("relu", Relu.Training!, 0, 5), Runs.Empty);

    [Fact]
    public void The_verdict_turns_on_each_limit_alone() => Case.ShouldTurnOnEachLimit();

    [Fact]
    public void Targets_of_more_variance_than_the_output_can_have_are_out_of_range_without_any_statistics()
        => Verdict(Sigmoid with { Dataset = null }).ShouldStartWith("wrong_final_activation Medium");

    [Fact]
    public void Targets_that_look_standardised_under_a_relu_are_a_guess() => Verdict(Unsummarised).ShouldStartWith("wrong_final_activation Low");

    [Fact]
    public void A_softmax_over_one_unit_is_seen_by_a_loss_that_never_moves()
    {
        Verdict(OneUnit).ShouldStartWith("wrong_final_activation Medium");
        Verdict(Declaring(Logits("softmax", SlowRuns.Stuck.With("val_loss", Curves.Line(6.35, 6.3, 20))), "softmax", "BCELoss")).ShouldBe("clean");
        Verdict(Declaring(OneUnit, "softmax", "BCEWithLogitsLoss")).ShouldBe("clean");
        // A gradient that nobody steps along, and nothing to train.
        Verdict(OneUnit with { Training = OneUnit.Training!.With("grad_norm", Curves.Line(1, 1, 20)) }).ShouldBe("clean");
        Verdict(OneUnit with { Training = OneUnit.Training!.Declaring(OneUnit.Training!.Parameters with { NumTrainableParameters = 0 }) }).ShouldBe("clean");
        Verdict(OneUnit with { Training = OneUnit.Training!.With("grad_norm", Curves.Line(0, 0, 20)) }).ShouldStartWith("wrong_final_activation Medium");
    }

    [Theory]
    [InlineData("relu", "wrong_final_activation Medium")]
    [InlineData("tanh", "wrong_final_activation Medium")]
    [InlineData("sigmoid", "clean")]
    public void Numbers_that_are_no_probabilities_are_nothing_for_binary_cross_entropy(string last, string verdict)
        => Verdict(Declaring(Logits(last, SlowRuns.Stuck), last, "binary_crossentropy")).ShouldStartWith(verdict);

    [Theory]
    [InlineData("relu", "CrossEntropyLoss", "Medium")]
    [InlineData("sigmoid", "CrossEntropyLoss", "Medium")]
    [InlineData("tanh", "torch.nn.functional.cross_entropy", "Medium")]
    [InlineData("sigmoid", "BCEWithLogitsLoss", "Medium")]
    public void An_activation_between_logits_and_a_loss_that_takes_logits_is_found(string last, string loss, string severity)
        => Verdict(Declaring(Bounded, last, loss)).ShouldStartWith($"wrong_final_activation {severity}");

    [Theory]
    [InlineData("none", "CrossEntropyLoss")]
    [InlineData("softmax", "CrossEntropyLoss")]
    [InlineData("sigmoid", "BCELoss")]
    [InlineData("sigmoid", "binary_crossentropy")]
    [InlineData("softmax", "categorical_crossentropy")]
    [InlineData("log_softmax", "NLLLoss")]
    public void A_pair_that_fits_is_clean(string last, string loss) => Verdict(Declaring(Bounded, last, loss)).ShouldBe("clean");

    [Fact]
    public void A_contradiction_that_costs_nothing_is_a_note()
        => Verdict(Logits("relu", Some.HealthyRun.With("train_accuracy", Curves.Fall(0.2, 1, 40)))).ShouldStartWith("wrong_final_activation Low");

    [Fact]
    public void A_contradiction_whose_cost_is_unknown_is_a_note() => Verdict(Logits("relu", SlowRuns.Stuck.Without("train_accuracy"))).ShouldStartWith("wrong_final_activation Low");

    [Fact]
    public void Statistics_of_another_scale_than_the_loss_settle_nothing()
    {
        Verdict(Targets("tanh", Halved, -14, 33, deviation: 5)).ShouldBe("not assessable");
        Verdict(Targets("relu", Relu.Training! with { Metrics = Scaled(Relu.Training!, 0.1) }, -14, 33, deviation: 5)).ShouldBe("not assessable");
    }

    [Fact]
    public void Negative_targets_are_negative_in_any_unit_of_the_loss()
        => Verdict(Targets("relu", Relu.Training! with { Metrics = Scaled(Relu.Training!, 37) }, -1.4, 3.3)).ShouldStartWith("wrong_final_activation Medium");

    private static string Verdict(RunArtifacts run) => DetectorCase<RunArtifacts>.Verdict(new WrongFinalActivationDetector(), run);

    private static MetricTable Scaled(TrainingArtifacts run, double factor) => run.Changed((s, v) => s.Name == "train_loss" ? factor * v : v).Metrics;

    private static RunArtifacts Logits(string last, TrainingArtifacts run) => Declaring(Runs.Empty with { Training = run }, last, "CrossEntropyLoss");

    private static RunArtifacts Targets(string last, TrainingArtifacts run, double least, double most, double deviation = 1) => Declaring(
        Runs.Empty with
        {
            Training = run with { Facts = new TaskFacts { TaskType = "regression" } },
            Dataset = new DatasetArtifacts { Splits = new Dictionary<string, SplitStatistics> { ["train"] = new() { Target = new Moments(0, deviation, least, most) } } },
        },
        last, "MSELoss");

    private static RunArtifacts Declaring(RunArtifacts run, string last, string loss)
        => run with { Training = run.Training! with { Parameters = new TrainingParameters { FinalActivation = last, LossFunction = loss } } };
}
