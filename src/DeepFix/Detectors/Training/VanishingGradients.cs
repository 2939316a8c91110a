using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Gradients of the first layer are orders of magnitude below those of the last one while the model is far from its goal.</summary>
public sealed class VanishingGradients(VanishingGradients.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public VanishingGradients() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.VanishingGradients;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.LayerRatio, limits.Attained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["grad_norm/<layer>", "train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        Curve[] layers = [.. artifacts.Metrics.Series.Where(s => s.Name.StartsWith("grad_norm/", StringComparison.Ordinal)).Select(s => Curve.Of(s, cancellationToken)).OfType<Curve>()];
        if (layers.Length < 2) return TrainingReport.Lacks("grad_norm/<layer> of at least two layers");
        Curve first = layers[0], last = layers[^1];
        if (limits.FewestPoints.IsCrossedBy(first.Count)) return TrainingReport.TooShort(first, limits.FewestPoints);
        double early = Order.Median(first.Values), late = Order.Median(last.Values);
        if (early <= 0 || late <= 0)
            return new Detection.NotAssessable($"The gradient norm of {(early <= 0 ? first.Name : last.Name)} is exactly 0: that layer is frozen or cut off, which is another matter than small gradients.", "Log gradient norms of layers that are trained.");
        Evidence ratio = limits.LayerRatio.Judge($"median of {first.Name} over median of {last.Name}", Math.Min(early / late, 1e6), first.Name, first.Step(0), first.LastStep);
        Learning? learning = Learning.Of(artifacts, limits.FewestPoints, cancellationToken);
        if (!ratio.CrossesLimit) return artifacts.Clean(ratio);
        string text = $"The gradients of the first layer, {Significant.Text(early, 3)} in the median ({first.Name}), are {Significant.Text(ratio.Value, 2)} times those of the last, {Significant.Text(late, 3)} ({last.Name}): hardly anything arrives there. They are not exactly 0, so the layer is not frozen.";
        if (learning?.Score is null) return artifacts.Found(Code, Severity.Low, 0.6, text + " Whether the model suffers cannot be told, for lack of a score.", ratio);
        Evidence attained = limits.Attained.JudgeAttained(learning);
        return attained.CrossesLimit
            ? artifacts.Found(Code, Severity.High, 0.9, $"{text} {learning.ScoreName} has come only {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect.", ratio, attained)
            : artifacts.Clean(ratio, attained);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            3, TrainingReport.Points, 3, 1000, "The levels are medians of the record.", "median of three");

        /// <summary>Gradient norm of the first layer over that of the last.</summary>
        public Limit LayerRatio { get; init; } = Limit.AtLeast(
            1e-2, "ratio", 0, 1, "The first layer gets a hundredth of the signal or less.", "effect: two orders of magnitude; balanced initialisation keeps the ratio near 1 (Glorot and Bengio 2010)");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.7, "fraction", 0, 1, "Much was left to learn, so that learning on would pay.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");
    }
}
