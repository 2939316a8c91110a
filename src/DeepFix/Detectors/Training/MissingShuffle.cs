using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Training rows come in an order tied to the label: shuffling is declared off, and in the first epoch the model does worse than a guess, since every class is new when it arrives.</summary>
public sealed class MissingShuffle(MissingShuffle.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public MissingShuffle() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.MissingShuffle;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FirstLoss, limits.MostFirstLoss, limits.FirstAccuracy];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Parameters.Shuffle is not { } shuffled) return new Detection.NotAssessable("It is not declared whether training rows are shuffled.", "Log shuffle in params.yaml.");
        Evidence declared = artifacts.Declared("shuffle as declared (1 = on)", shuffled ? 1 : 0, "shuffle");
        if (shuffled) return artifacts.Clean(declared);
        if (artifacts.Facts.NumClasses is not (> 1 and int classes) || artifacts.Facts.TaskType == "regression")
            return new Detection.NotAssessable("Whether the order of the rows is tied to the label shows in classification only, against the number of classes.", "Log num_classes in the dataset metadata.");
        Evidence[] items = [.. Against(artifacts, classes, cancellationToken)];
        Evidence[] worse = Array.FindAll(items, i => i.CrossesLimit);
        if (worse.Length == 0)
        {
            return artifacts.Found(Code, Severity.Low, 0.3, "shuffle is declared off. Nothing in the first epoch shows that the rows come in an order tied to the label"
                + (items.Length == 0 ? ", for lack of a cross-entropy or an accuracy to show it" : "") + "; if they are sorted by class or by time, each stretch of training unlearns the one before.", [declared, .. items]);
        }

        return artifacts.Found(Code, Severity.Medium, 0.9, $"shuffle is declared off, and in the first epoch the model does worse than a guess among {Significant.Text(classes)} classes: "
            + string.Join(" and ", worse.Select(Describe)) + ". That is what rows in order of their label do: the model learns the class at hand, and the next one is new to it. Shuffled rows, even badly learnt ones, start at a guess.", [.. worse, declared]);

        string Describe(Evidence item) => item.Series == "train_loss"
            ? $"train_loss is {Significant.Text(item.Value * Math.Log(classes), 3)}, where a guess costs {Significant.Text(Math.Log(classes), 3)}"
            : $"train_accuracy is {Significant.Text(Math.Abs(item.Value), 3)} standard deviations below chance";
    }

    private IEnumerable<Evidence> Against(TrainingArtifacts artifacts, int classes, CancellationToken cancellationToken)
    {
        if (IsCrossEntropy(artifacts) && Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is { } loss && !limits.MostFirstLoss.IsCrossedBy(loss.First / Math.Log(classes)))
            yield return limits.FirstLoss.Judge("train_loss of the first epoch over ln(classes)", Math.Min(loss.First / Math.Log(classes), 1e6), loss.Name, loss.Step(0), loss.Step(0));
        if (artifacts.Facts.TrainRows is > 0 and long rows && Curve.Of(artifacts.Metrics.TrainAccuracy, cancellationToken) is { } accuracy)
        {
            double chance = 1.0 / classes;
            yield return limits.FirstAccuracy.Judge("train_accuracy of the first epoch less 1 / classes, in standard deviations of a guess", Math.Clamp((accuracy.First - chance) / Proportion.Deviation(chance, rows), -1e6, 1e6), accuracy.Name, accuracy.Step(0), accuracy.Step(0));
        }
    }

    private static bool IsCrossEntropy(TrainingArtifacts artifacts)
        => artifacts.Parameters.LossFunction is null || artifacts.Parameters.LossFunction.Contains("cross", StringComparison.OrdinalIgnoreCase) || artifacts.Parameters.LossFunction.Contains("nll", StringComparison.OrdinalIgnoreCase);

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Training loss of the first epoch over that of a guess.</summary>
        public Limit FirstLoss { get; init; } = Limit.AtMost(
            1.03, "ratio", 1, 100, "The model is surer than a guess, and wrong.", "a guess costs ln K; shuffled rows bring the mean of an epoch below it");

        /// <summary>Training loss of the first epoch over that of a guess, above which it is another loss, another unit, or inputs and weights of a large scale.</summary>
        public Limit MostFirstLoss { get; init; } = Limit.AtMost(
            10, "ratio", 1, 1000, "The order of the rows does not raise a loss that far.", "a class never named before costs a few times a guess; ten times is another cause");

        /// <summary>Training accuracy of the first epoch less chance, in standard deviations.</summary>
        public Limit FirstAccuracy { get; init; } = Limit.AtLeast(
            -4, "standard deviations", -100, 0, "The model predicts the class that has just been.", "0.003 % by chance");
    }
}
