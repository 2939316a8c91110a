using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Gradient noise of tiny batches keeps the model from settling.</summary>
public sealed class BatchSizeTooSmall(BatchSizeTooSmall.Limits limits) : Detector<TrainingArtifacts>
{
    private const double UsualBatch = 32;

    /// <summary>With the default limits.</summary>
    public BatchSizeTooSmall() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.BatchSizeTooSmall;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestRows, limits.NoiseScale, limits.RateDecay, limits.Unsettled];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_loss", "train_loss", "learning_rate"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Parameters.BatchSize is not (> 0 and int batch)) return new Detection.NotAssessable("The batch size is not known.", "Log batch_size in params.yaml.");
        Evidence size = limits.FewestRows.Judge("rows of a batch", batch, "batch_size") with { Source = artifacts.Parameters.Source is { Length: > 0 } source ? source : null };
        if (!size.CrossesLimit) return artifacts.Clean(size);
        if (UsualRate.Ratio(artifacts, cancellationToken) is not { } ratio) return new Detection.NotAssessable("The learning rate or the optimiser is not known, and with it how strong the noise of small batches is.", "Log learning_rate and optimizer in params.yaml.");
        if ((Level.Of(artifacts.Metrics.ValLoss, cancellationToken) ?? Level.Of(artifacts.Metrics.TrainLoss, cancellationToken)) is not { } level) return TrainingReport.Lacks("val_loss");
        if (artifacts.Metrics.LearningRate is null && artifacts.Parameters.Scheduler is null) return new Detection.NotAssessable("Whether the learning rate falls is not known, and with it whether the noise of small batches dies out.", "Log learning_rate once an epoch, or scheduler in params.yaml.");
        Evidence[] items =
        [
            size,
            limits.NoiseScale.Judge("learning rate over the usual one of the optimiser, times 32 over the batch size", Math.Min(ratio * UsualBatch / batch, 1e6), "learning_rate"),
            limits.RateDecay.Judge("largest learning_rate over the last", Decay(artifacts, cancellationToken), "learning_rate"),
            limits.Unsettled.Judge($"{level.Name} at the end over its minimum (1000000 where it is no longer finite)", level.Ratio, level.Name),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        string text = $"Every step follows the gradient of {Significant.Text(batch)} rows at {Significant.Text(ratio, 3)} times the usual rate of the optimiser: the noise of the steps is {Significant.Text(items[1].Value, 3)} times that of the usual rate with 32 rows, and the rate does not fall to let it die out. "
            + (level.Ratio >= Level.Most ? $"{level.Name} ends without a finite value." : $"{level.Name} ends at {Significant.Text(level.End, 4)}, above its best of {Significant.Text(level.Best, 4)}: the weights wander about the minimum instead of settling in it.")
            + " A larger batch, or a rate that is lower in proportion, calms the same noise.";
        return artifacts.Found(Code, Severity.Medium, 0.75, text, items);
    }

    private static double Decay(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.LearningRate, cancellationToken) is { } rate) return rate.Values[^1] > 0 ? Math.Min(Order.Quantile(rate.Values, 1) / rate.Values[^1], 1e6) : 1e6;
        return artifacts.Parameters.Scheduler is "none" ? 1 : 1e6;
    }

    private sealed record Level(string Name, double Best, double End, double Ratio)
    {
        public const double Most = 1e6;

        public static Level? Of(MetricSeries? series, CancellationToken cancellationToken)
        {
            if (series is not { Count: > 0 } || Curve.Of(series, cancellationToken) is not { } loss) return null;
            double best = Order.Quantile(loss.Values, 0), end = loss.End;
            bool isLost = !double.IsFinite(series.Values[^1]);
            return new Level(loss.Name, best, end, isLost ? Most : best > 0 ? Math.Min(end / best, Most) : 1);
        }
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Rows of a batch.</summary>
        public Limit FewestRows { get; init; } = Limit.AtLeast(
            8, "rows", 2, 1024, "Gradients of single rows point anywhere.", "batches of 2 to 32 work at rates that fit them (Masters and Luschi 2018); below 8 usual rates do not");

        /// <summary>Noise of the steps against that of the usual rate with 32 rows.</summary>
        public Limit NoiseScale { get; init; } = Limit.AtMost(
            50, "ratio", 1, 100000, "Steps are dominated by the rows that happen to be drawn.", "noise grows as rate over batch (Smith and Le 2018); 16 comes with batches of 2 alone, a rate 3 times the usual is still common");

        /// <summary>Largest rate over the last.</summary>
        public Limit RateDecay { get; init; } = Limit.AtLeast(
            10, "ratio", 1, 100000, "The rate stays up, so the noise does.", "a schedule that ends at a tenth lets the noise die out by as much");

        /// <summary>Validation loss at the end over its minimum.</summary>
        public Limit Unsettled { get; init; } = Limit.AtMost(
            1.02, "ratio", 1, 100, "The model is not where it has been before.", "effect: a fiftieth of the loss, the least that repeated trainings tell apart");
    }
}
