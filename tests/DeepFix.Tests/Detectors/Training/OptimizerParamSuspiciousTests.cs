using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class OptimizerParamSuspiciousTests
{
    [Theory]
    [InlineData("momentum: 1.2")]
    [InlineData("momentum: -0.9")]
    [InlineData("momentum: 0.9999")]
    [InlineData("dropout_rate: 1.0")]
    [InlineData("weight_decay: -0.01")]
    [InlineData("weight_decay: 800")]
    [InlineData("learning_rate: 0.0")]
    [InlineData("batch_size: 0")]
    [InlineData("gradient_clip_val: -1")]
    [InlineData("betas: [0.999, 0.9]")]
    [InlineData("betas: (0.9, 1.0)")]
    [InlineData("adam_beta1: 0.995")]
    [InlineData("beta_2: 0.3")]
    [InlineData("optimizer_kwargs: {beta1: -0.1}")]
    [InlineData("eps: 0")]
    [InlineData("adam_epsilon: 0.1")]
    [InlineData("nesterov: true\nmomentum: 0")]
    [InlineData("lr: 0.1")]
    [InlineData("epochs: 50\nnum_epochs: 20")]
    [InlineData("eta_min: 0.5")]
    [InlineData("warmup_epochs: 30\nnum_epochs: 20")]
    [InlineData("label_smoothing: 1.5")]
    public void What_is_impossible_or_contradicts_another_setting_is_a_low_finding(string yaml)
    {
        Finding finding = new OptimizerParamSuspicious().Found(Declaring(yaml));
        finding.Severity.ShouldBe(Severity.Low);
        finding.Confidence.ShouldBeGreaterThanOrEqualTo(0.3);
        finding.EvidenceItems.ShouldAllBe(e => e.CrossesLimit && e.Source == "training_artifacts/params.yaml");
    }

    [Theory]
    [InlineData("momentum: 0.9")]
    [InlineData("momentum: 0.99\nnesterov: true")]
    [InlineData("betas: [0.0, 0.9]")]
    [InlineData("betas: (0.9, 0.95)")]
    [InlineData("betas: [0.5, 0.999]")]
    [InlineData("eps: 1e-8")]
    [InlineData("epsilon: 0.001")]
    [InlineData("layer_norm_eps: 0.1")]
    [InlineData("weight_decay: 0.5")]
    [InlineData("weight_decay: 27")]
    [InlineData("dropout_rate: 0.9")]
    [InlineData("lr: 0.01")]
    [InlineData("num_epochs: 20\nwarmup_epochs: 5\nmin_lr: 1e-6")]
    [InlineData("gradient_clip_val: 0")]
    public void A_setting_that_recipes_use_is_clean(string yaml) => new OptimizerParamSuspicious().Clean(Declaring(yaml));

    [Fact]
    public void Without_settings_there_is_no_verdict() => new OptimizerParamSuspicious().NotAssessable(Some.HealthyRun);

    [Theory]
    [InlineData("LargestShare", 1, "dropout_rate: 1.0")]
    [InlineData("SmallestValue", -5, "weight_decay: -0.01")]
    [InlineData("SmallestPositive", 0, "batch_size: 0")]
    [InlineData("FirstBeta", 0.999, "beta1: 0.995")]
    [InlineData("SecondBeta", 0.1, "beta2: 0.3")]
    [InlineData("BetaOrder", 0.5, "betas: [0.95, 0.9]")]
    [InlineData("Epsilon", 1, "eps: 0.1")]
    [InlineData("SmallestEpsilon", 0, "eps: 0")]
    [InlineData("Shrinkage", 2, "weight_decay: 100")]
    [InlineData("Momentum", 1, "momentum: 0.9999")]
    [InlineData("Differing", 1, "lr: 0.1")]
    [InlineData("FloorOverRate", 1000, "eta_min: 0.5")]
    [InlineData("WarmupShare", 5, "warmup_epochs: 30\nnum_epochs: 20")]
    public void The_verdict_turns_on_each_limit(string limit, double at, string yaml)
    {
        var detectorCase = new DetectorCase<TrainingArtifacts>(new OptimizerParamSuspicious(), Declaring(yaml));
        new OptimizerParamSuspicious().AllLimits.Select(l => l.Name).ShouldContain(limit);
        new OptimizerParamSuspicious().Found(Declaring(yaml));
        detectorCase.With(limit, at).On(Declaring(yaml)).ShouldBeOfType<Detection.Clean>();
    }

    private static TrainingArtifacts Declaring(string yaml)
    {
        string declared = yaml.Contains("learning_rate", StringComparison.Ordinal) ? yaml : "learning_rate: 0.01\n" + yaml;
        RunRecord record = Builders.SomeRecord.Run(Builders.SomeRecord.File("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,3\n2,1,2\n3,2,1\n"), Builders.SomeRecord.File("training_artifacts/params.yaml", declared + "\n"));
        return ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken).Training!;
    }
}
