using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A loss that cannot be negative is negative: what it is fed is not what it expects.</summary>
public sealed class WrongLossFunction(WrongLossFunction.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public WrongLossFunction() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.WrongLossFunction;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.BelowZero];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.TrainLoss is not { Count: > 0 } recorded) return TrainingReport.Lacks("train_loss");
        if (artifacts.Parameters.LossFunction is not { Length: > 0 } declared) return new Detection.NotAssessable("The loss function is not declared.", "Log loss_function in params.yaml.");
        if (NeverNegative.FirstOrDefault(word => declared.Contains(word, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return new Detection.NotAssessable($"What {declared} should be fed cannot be told from its values.", "Log a loss of a standard name, such as CrossEntropyLoss or MSELoss.");
        if (Curve.Of(recorded, cancellationToken) is not { } loss) return new Detection.NotAssessable("No value of train_loss is finite.", "Train until the loss is finite.");
        Evidence lowest = limits.BelowZero.Judge("lowest train_loss", Order.Quantile(loss.Values, 0), loss.Name, loss.Step(0), loss.LastStep);
        if (!lowest.CrossesLimit) return artifacts.Clean(lowest);
        string why = known == "nll"
            ? "A negative log-likelihood of class probabilities is never negative: it was fed probabilities, or logits, where it expects log-probabilities, so nothing rewards being sure in the right way."
            : "Its formula gives no negative number for targets that it is meant for.";
        return artifacts.Found(Code, Severity.High, 0.95, $"{declared} is declared and train_loss falls to {Significant.Text(lowest.Value)}. {why}", lowest);
    }

    private static readonly string[] NeverNegative = ["crossentropy", "cross_entropy", "nll", "bce", "mse", "l1loss", "smoothl1", "huber", "mae"];

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Lowest training loss.</summary>
        public Limit BelowZero { get; init; } = Limit.AtLeast(
            -1e-6, "loss", -1000, 0, "A sum of terms that are each at least 0 is below 0.", "arithmetic; a millionth for rounding");
    }
}
