using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Gradients of the first layer are, or were at the start, orders of magnitude below those of the last one, and the model stays far from its goal.</summary>
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
        LayerGradients layers = LayerGradients.Of(artifacts, cancellationToken);
        if (layers.All.Count < 2) return TrainingReport.Lacks("grad_norm/<layer> of at least two layers");
        Curve first = layers.All[0], last = layers.All[^1];
        if (limits.FewestPoints.IsCrossedBy(first.Count)) return TrainingReport.TooShort(first, limits.FewestPoints);
        if (layers.Moving.Count < 2 || layers.IsCut)
            return new Detection.NotAssessable($"The gradient norm of {(layers.Still.Count > 0 ? layers.Still[0].Name : last.Name)} is exactly 0 at every point: that layer is frozen, dead or cut off, which is another matter than small gradients.", "Log gradient norms of layers that are trained.");
        Evidence ratio = limits.LayerRatio.Judge($"{first.Name} over {last.Name}, at the first record or in the median, whichever is lower", layers.Still.Count > 0 ? 0 : SignalShare.Of(layers), first.Name, first.Step(0), first.LastStep);
        if (!ratio.CrossesLimit) return artifacts.Clean(ratio);
        string text = $"Of the gradient of the last layer, {Significant.Text(Order.Median(last.Values), 3)} in the median ({last.Name}), {Significant.Text(ratio.Value, 2)} arrives at the first one ({first.Name}), at the first record or in the median. "
            + (layers.Still.Count > 0 ? $"It falls from layer to layer until {Significant.Text(layers.Still.Count)} of them get numbers too small to be told from 0, so none is frozen." : "It is not exactly 0, so the layer is not frozen.");
        if (Attainment.Best(artifacts, cancellationToken) is not { } attainment) return artifacts.Found(Code, Severity.Low, 0.6, text + " Whether the model suffers cannot be told, for lack of a score.", ratio);
        Evidence attained = attainment.JudgedBy(limits.Attained);
        return attained.CrossesLimit
            ? artifacts.Found(Code, Severity.High, 0.9, $"{text} {attainment.Metric} has come only {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect.", ratio, attained)
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
