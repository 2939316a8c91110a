using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Plain stochastic gradient descent without momentum leaves much unlearnt while its loss still falls.</summary>
public sealed class WeakOptimizer(WeakOptimizer.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public WeakOptimizer() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.WeakOptimizer;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateTrend, limits.Momentum];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Parameters.Optimizer is not { } optimizer) return new Detection.NotAssessable("The optimiser is not declared.", "Log optimizer in params.yaml.");
        if (!optimizer.Contains("sgd", StringComparison.OrdinalIgnoreCase)) return artifacts.Clean();
        if (artifacts.Parameters.Momentum is not { } momentum || !double.IsFinite(momentum)) return new Detection.NotAssessable("The momentum of the optimiser is not declared.", "Log momentum in params.yaml.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        if (learning.Score is null) return Learning.NoScore;
        Evidence[] items = [limits.Momentum.Judge("declared momentum", momentum, "momentum") with { Source = artifacts.Parameters.Source }, limits.Attained.JudgeAttained(learning), limits.LateTrend.JudgeLateTrend(learning)];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        if (!learning.IsTrainingScored) return Learning.NoTrainingScore;
        return artifacts.Found(Code, Severity.Medium, 0.8, $"{optimizer} runs with momentum {Significant.Text(momentum, 2)}; train_loss still falls at the end, and {learning.ScoreName} has come {TrainingReport.Percent(Math.Max(0, learning.Score.Value))} of the way from chance to perfect. "
            + "Without momentum or adaptive rates the flat directions of the loss are descended slowly. The loss does not rise, so the steps are not too long.", items);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 3, 1000, "With fewer points training has hardly begun.", "three points of end beside those of start");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.7, "fraction", 0, 1, "Much was left to learn, so that learning on would pay.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");

        /// <summary>Trend of training loss over the second half (Mann and Kendall).</summary>
        public Limit LateTrend { get; init; } = Limit.AtLeast(
            -2, "standard deviations", -10, 0, "Training loss still falls, beyond chance.", "2.3 % of trendless series lie below -2");

        /// <summary>Declared momentum.</summary>
        public Limit Momentum { get; init; } = Limit.AtLeast(
            0.5, "momentum", 0, 1, "The optimiser hardly averages over steps.", "usual momentum is 0.9 (Sutskever et al. 2013)");
    }
}
