using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>So few updates that the run is starved of steps.</summary>
public sealed class BatchSizeTooLarge(BatchSizeTooLarge.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public BatchSizeTooLarge() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.BatchSizeTooLarge;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateTrend, limits.StepsPerEpoch, limits.Updates];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Parameters.BatchSize is not (> 0 and int batch) || artifacts.Facts.TrainRows is not (> 0 and long rows))
            return new Detection.NotAssessable("Batch size or number of training rows is not known.", "Log batch_size in params.yaml and num_train_samples in the dataset metadata.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        if (learning.Score is null) return Learning.NoScore;
        double steps = Math.Ceiling((double)rows / batch), updates = steps * learning.Loss.Count;
        Evidence[] items =
        [
            limits.StepsPerEpoch.Judge($"training rows ({Significant.Text(rows)}) over batch_size ({Significant.Text(batch)}), rounded up", steps, "batch_size"),
            limits.Updates.Judge("updates in the whole run: the same times the epochs", updates, "batch_size"),
            limits.Attained.JudgeAttained(learning), limits.LateTrend.JudgeLateTrend(learning),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        return artifacts.Found(Code, Severity.Low, 0.75, $"A batch of {Significant.Text(batch)} of {Significant.Text(rows)} rows makes {Significant.Text(steps)} updates an epoch, {Significant.Text(updates)} in the whole run. train_loss still falls at the end and {learning.ScoreName} has come "
            + $"{TrainingReport.Percent(Math.Max(0, learning.Score.Value))} of the way from chance to perfect: the run is starved of steps, not of epochs that learn nothing.", items);
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

        /// <summary>Updates an epoch.</summary>
        public Limit StepsPerEpoch { get; init; } = Limit.AtLeast(
            8, "updates", 1, 1000, "An epoch is a handful of steps.", "effect: fewer than eight batches of the data");

        /// <summary>Updates in the whole run.</summary>
        public Limit Updates { get; init; } = Limit.AtLeast(
            100, "updates", 1, 100000, "Hardly any network is trained in so few steps.", "order of magnitude: small networks need hundreds of updates");
    }
}
