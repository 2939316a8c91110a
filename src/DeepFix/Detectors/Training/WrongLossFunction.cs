using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A loss that cannot be negative is negative, so what it is fed is not what it expects; or classes are fitted with a loss for numbers.</summary>
public sealed class WrongLossFunction(WrongLossFunction.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public WrongLossFunction() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.WrongLossFunction;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.BelowZero, limits.Attained, limits.Explained];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "loss_function", "train_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.TrainLoss is not { Count: > 0 } recorded) return TrainingReport.Lacks("train_loss");
        if (artifacts.Parameters.LossFunction is not { Length: > 0 } declared) return new Detection.NotAssessable("The loss function is not declared.", "Log loss_function in params.yaml.");
        if (NeverNegative.FirstOrDefault(word => declared.Contains(word, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return new Detection.NotAssessable($"What {declared} should be fed cannot be told from its values.", "Log a loss of a standard name, such as CrossEntropyLoss or MSELoss.");
        if (Curve.Of(recorded, cancellationToken) is not { } loss) return new Detection.NotAssessable("No value of train_loss is finite.", "Train until the loss is finite.");
        Evidence lowest = limits.BelowZero.Judge("lowest train_loss", Order.Quantile(loss.Values, 0), loss.Name, loss.Step(0), loss.LastStep);
        if (!lowest.CrossesLimit) return OnClasses(artifacts, loss, lowest, cancellationToken);
        string why = known == "nll"
            ? "A negative log-likelihood of class probabilities is never negative: it was fed probabilities, or logits, where it expects log-probabilities, so nothing rewards being sure in the right way."
            : "Its formula gives no negative number for targets that it is meant for.";
        return artifacts.Found(Code, Severity.High, 0.95, $"{declared} is declared and train_loss falls to {Significant.Text(lowest.Value)}. {why}", lowest);
    }

    private Detection OnClasses(TrainingArtifacts artifacts, Curve loss, Evidence lowest, CancellationToken cancellationToken)
    {
        bool isOfClasses = artifacts.Facts.TaskType is "classification" || (artifacts.Facts.TaskType is null && artifacts.Facts.NumClasses > 1);
        if (!isOfClasses || !artifacts.Parameters.ComparesNumbers()) return artifacts.Clean(lowest);
        string text = $"The task is classification and the loss {artifacts.Parameters.LossFunction}, which compares numbers: it asks the outputs to hit 0 and 1, hardly minds a wrong class and weakens its gradient where the model is wrong by most. train_loss ends at {Significant.Text(loss.End)}.";
        if (Attainment.OnTraining(artifacts, cancellationToken) is not { } attainment) return artifacts.Found(Code, Severity.Low, 0.45, text + " Whether that hurts cannot be told, for lack of accuracy.", lowest with { Limit = null, Side = null });
        Evidence attained = attainment.JudgedBy(limits.Attained);
        Evidence? explained = Explained(artifacts, loss);
        return attained.CrossesLimit && explained is { CrossesLimit: true }
            ? artifacts.Found(Code, Severity.Medium, 0.85, text + $" {attainment.Metric} has come {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect, and the loss has explained {TrainingReport.Percent(Math.Max(0, explained.Value))} of the variance of zeros and ones: the outputs have hardly come away from their mean.", attained, explained)
            : artifacts.Found(Code, Severity.Low, 0.45, text + $" It can work, and {attainment.Metric} has come {TrainingReport.Percent(attained.Value)} of the way; cross-entropy often comes further.", attained with { Limit = null, Side = null });
    }

    // Zeros and a one for K classes have the variance (K - 1) / K², the squared error of a model that gives 1 / K for everything.
    private Evidence? Explained(TrainingArtifacts artifacts, Curve loss)
        => artifacts.Facts.NumClasses is > 1 and int classes
            ? limits.Explained.Judge($"1 - final train_loss / {Significant.Text((classes - 1.0) / classes / classes)}, the share of the variance of zeros and ones for {Significant.Text(classes)} classes that is explained", Math.Clamp(1 - (loss.End * classes * classes / (classes - 1.0)), -1e6, 1), loss.Name, loss.Step(loss.EndFrom), loss.LastStep)
            : null;

    private static readonly string[] NeverNegative = ["crossentropy", "cross_entropy", "nll", "bce", "mse", "l1loss", "smoothl1", "huber", "mae"];

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Lowest training loss.</summary>
        public Limit BelowZero { get; init; } = Limit.AtLeast(
            -1e-6, "loss", -1000, 0, "A sum of terms that are each at least 0 is below 0.", "arithmetic; a millionth for rounding");

        /// <summary>Final training accuracy, from the largest class alone (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.8, "fraction", 0, 1, "The classes of the training rows are not told apart.", "effect: a fifth of the scale; a squared error can serve classification (Hui and Belkin 2021), so a good fit clears it");

        /// <summary>Share of the variance of zeros and ones that is explained.</summary>
        public Limit Explained { get; init; } = Limit.AtLeast(
            1.0 / 3, "fraction", 0, 1, "The outputs are still close to one number for all rows.", "effect: a third of the variance, as a model that is right on seven rows in ten explains");
    }
}
