using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The hidden activation stands in the way: a sigmoid that lets no gradient through, or none at all, so that the layers are one linear map.</summary>
public sealed class WrongActivation(WrongActivation.Limits limits) : Detector<TrainingArtifacts>
{
    private static readonly string[] None = ["none", "linear", "identity"];
    private static readonly string[] Maps = ["Linear", "Dense", "Conv"];
    private static readonly string[] Bends = ["relu", "elu", "gelu", "silu", "swish", "mish", "tanh", "sigmoid", "softplus", "softsign", "gru", "lstm", "rnn", "attention", "transformer", "bilinear", "pool", "glu"];

    /// <summary>With the default limits.</summary>
    public WrongActivation() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.WrongActivation;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.FewestOfTrend, limits.LateTrend, limits.LayerRatio, limits.Attained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["model.activation", "model.layers", "grad_norm/<layer>", "train_loss", "train_accuracy", "train_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Parameters.Activation is not { Length: > 0 } activation) return new Detection.NotAssessable("The hidden activation is not declared.", "Log model.activation in params.yaml.");
        if (Attainment.OnTraining(artifacts, cancellationToken) is not { } attainment) return Learning.NoScore;
        Evidence attained = attainment.JudgedBy(limits.Attained);
        if (!attained.CrossesLimit) return artifacts.Clean(attained);
        if (None.Contains(activation, StringComparer.OrdinalIgnoreCase) && IsOneLinearMap(artifacts.Parameters.Layers)) return OfOneMap(artifacts, attained, cancellationToken);
        if (!activation.Contains("sigmoid", StringComparison.OrdinalIgnoreCase)) return artifacts.Clean(attained);
        LayerGradients layers = LayerGradients.Of(artifacts, cancellationToken);
        if (layers.All.Count < 2) return TrainingReport.Lacks("grad_norm/<layer> of at least two layers");
        if (limits.FewestPoints.IsCrossedBy(layers.All[0].Count)) return TrainingReport.TooShort(layers.All[0], limits.FewestPoints);
        Evidence ratio = limits.LayerRatio.Judge($"lowest {layers.All[0].Name} over {layers.All[^1].Name}, first epoch or median", SignalShare.Of(layers), layers.All[0].Name, layers.All[0].Step(0), layers.All[0].LastStep);
        return ratio.CrossesLimit
            ? artifacts.Found(Code, Severity.Low, 0.45, $"The hidden activation is a sigmoid, whose slope is at most a quarter, and of the last layer's gradient {Significant.Text(ratio.Value, 2)} reaches the first. Another activation lets more through; in a very deep network without normalisation that alone may not be enough.", ratio, attained)
            : artifacts.Clean(ratio, attained);
    }

    // Layers that are one linear map are more than such a map needs: whoever stacked them meant something between them.
    private Detection OfOneMap(TrainingArtifacts artifacts, Evidence attained, CancellationToken cancellationToken)
    {
        const string Text = "No activation is declared between the layers, so together they are one linear map, however many they are, and the training rows are not fitted.";
        return Learning.Of(artifacts, limits.FewestOfTrend, cancellationToken) is { } learning && limits.LateTrend.JudgeLateTrend(learning) is { CrossesLimit: false } settled
            ? artifacts.Found(Code, Severity.Medium, 0.75, $"{Text} train_loss no longer falls: this is all that a linear map gives.", attained, settled with { Limit = null, Side = null })
            : artifacts.Found(Code, Severity.Low, 0.4, $"{Text} It is a guess as long as train_loss has not settled.", attained);
    }

    // What follows the last of them is the output's.
    private static bool IsOneLinearMap(IReadOnlyList<string> layers)
    {
        int[] maps = [.. Enumerable.Range(0, layers.Count).Where(i => Maps.Any(m => layers[i].Contains(m, StringComparison.OrdinalIgnoreCase)))];
        return maps.Length > 1 && !layers.Take(maps[^1]).Any(l => Bends.Any(b => l.Contains(b, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            3, TrainingReport.Points, 3, 1000, "The levels are medians of the record.", "median of three");

        /// <summary>Points of training loss without which it is not known whether it has settled.</summary>
        public Limit FewestOfTrend { get; init; } = Limit.AtLeast(
            8, TrainingReport.Points, 4, 1000, "With fewer points a trend cannot be told from none.", "four points in the second half, six of which the trend is taken over");

        /// <summary>Trend of training loss over the second half (Mann and Kendall).</summary>
        public Limit LateTrend { get; init; } = Limit.AtLeast(
            -2, "standard deviations", -10, 0, "Training loss still falls, beyond chance.", "2.3 % of trendless series lie below -2");

        /// <summary>Gradient norm of the first layer over that of the last.</summary>
        public Limit LayerRatio { get; init; } = Limit.AtLeast(
            1e-2, "ratio", 0, 1, "The first layer gets a hundredth of the signal or less.", "as for vanishing gradients");

        /// <summary>Final training score, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.7, "fraction", 0, 1, "The training rows are not fitted.", "as for vanishing gradients");
    }
}
