using DeepFix.Artifacts;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Detectors.CrossArtifact;

/// <summary>The scale of the inputs by hand: the root mean square is √(mean² + deviation²).</summary>
public sealed class UnnormalizedInputsTests
{
    [Fact]
    public void A_scale_of_ten_is_none_too_large_and_one_of_a_hundred_is_not_yet_grave()
    {
        Detect(Fed(6, 8)).ShouldBeOfType<Detection.Clean>().Measured.ShouldHaveSingleItem().Value.ShouldBe(10);
        Finding medium = Found(Fed(60, 80));
        (medium.Severity, medium.Confidence, medium.EvidenceItems[0].Value).ShouldBe((Severity.Medium, 0.9, 100));
        medium.EvidenceItems[0].Series.ShouldBe("model_input.train");
        medium.Description.ShouldStartWith("The model is fed values of mean 60 and deviation 80 (root mean square 100), and no normalisation layer is declared.");
        Finding high = Found(Fed(-99, 20));
        (high.Severity, high.EvidenceItems[0].Value).ShouldBe((Severity.High, 101));
        Found(Fed(0, 11)).Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void Where_layers_normalise_the_scale_is_told_without_a_limit()
    {
        RunArtifacts run = Fed(60, 80) with { Training = Some.Run.Declaring(new TrainingParameters { Layers = ["Linear", "BatchNorm1d"] }) };
        Evidence scale = Detect(run).ShouldBeOfType<Detection.Clean>().Measured.ShouldHaveSingleItem();
        (scale.Value, scale.Limit, scale.Side).ShouldBe((100, null, null));
    }

    [Fact]
    public void One_loss_that_is_no_number_is_enough_for_a_second_explanation()
    {
        double[] whole = [3, 2, 1], broken = [3, double.NaN, 1];
        Severity Of(double[] training, double[] validation) => Found(Fed(60, 80) with { Training = Curve.Of(training, validation) }).Severity;

        Of(whole, whole).ShouldBe(Severity.Medium);
        Of(broken, whole).ShouldBe(Severity.Low);
        Of(whole, broken).ShouldBe(Severity.Low);
        Found(Fed(600, 80) with { Training = Curve.Of(broken, whole) }).Severity.ShouldBe(Severity.Low);
        Found(Fed(60, 80) with { Training = Curve.Of(broken, whole) }).Confidence.ShouldBe(0.25);
    }

    [Fact]
    public void Without_a_summary_the_first_loss_is_held_against_later_ones_and_the_rate_against_the_usual()
    {
        // Half of the rows are wrong throughout; the first error costs 31 times the later ones.
        Finding finding = Found(Logged([31, 1, 1, 1], 0.003));
        (finding.Severity, finding.Confidence).ShouldBe((Severity.Medium, 0.7));
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([31, 3]);
        finding.EvidenceItems.Select(e => e.Measure).ShouldBe(["loss per wrong prediction in the first epoch over its median afterwards", "largest learning rate over the usual one of the optimiser"]);
        finding.EvidenceItems.Select(e => (e.Series, e.Source)).ShouldBe([("train_loss", "training_artifacts/metrics.csv"), ("learning_rate", "training_artifacts/metrics.csv")]);
        finding.Description.ShouldStartWith("train_loss is 31 in the first epoch and about 1 afterwards: at first a wrong prediction costs 31 times what it costs later.");
        Detect(Logged([30, 1, 1, 1], 0.003)).ShouldBe(new Detection.NotAssessable("What the model is fed is not summarised.", "Log model_input.train with mean and std in dataset/statistics.json."));
        Detect(Logged([31, 1, 1], 0.003)).ShouldBeOfType<Detection.NotAssessable>();
        Detect(Logged([31, 1, 1, 1], 0.0031)).ShouldBeOfType<Detection.NotAssessable>();
    }

    private static RunArtifacts Fed(double mean, double deviation)
        => Runs.Empty with { Dataset = new DatasetArtifacts { ModelInput = new Dictionary<string, Moments> { ["train"] = new(mean, deviation, null, null) } } };

    private static RunArtifacts Logged(double[] loss, double rate)
        => Runs.Empty with { Training = Curve.Of(loss, trainAccuracy: [.. loss.Select(_ => 0.5)], parameters: new TrainingParameters { Optimizer = "Adam", LearningRate = rate }) };

    private static Finding Found(RunArtifacts run) => Detect(run).ShouldBeOfType<Detection.Found>().Findings.ShouldHaveSingleItem();

    private static Detection Detect(RunArtifacts run) => new UnnormalizedInputsDetector().Detect(run, TestContext.Current.CancellationToken);
}
