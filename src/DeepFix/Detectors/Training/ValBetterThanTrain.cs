using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Validation is clearly better than training, by more than a running average or jitter explains.</summary>
public sealed class ValBetterThanTrain(ValBetterThanTrain.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public ValBetterThanTrain() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ValBetterThanTrain;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.LossRatio, limits.Persistence, limits.ScoreLead];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss", "train_accuracy", "val_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { } validation) return TrainingReport.Lacks("val_loss");
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } training) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(validation.Count)) return TrainingReport.TooShort(validation, limits.FewestPoints);
        if (limits.FewestPoints.IsCrossedBy(training.Count)) return TrainingReport.TooShort(training, limits.FewestPoints);
        int from = validation.Count / 2, below = 0;
        for (int i = from; i < validation.Count; i++) below += validation.Values[i] < training.Smooth[training.PointAt(validation.Step(i))] ? 1 : 0;
        double seen = Order.Median(training.Values[training.PointAt(validation.Step(from))..]), unseen = Order.Median(validation.Values[from..]);
        if (seen <= 0) return new Detection.NotAssessable("train_loss is not positive, so the two losses have no ratio.", "Log a loss of at least 0.");
        double lead = ScoreGap.Of(artifacts, cancellationToken) is { } scores ? -scores.Gap : 0;
        Evidence ratio = limits.LossRatio.Judge("val_loss over train_loss, medians of the second half", Math.Clamp(unseen / seen, -1e6, 1e6), validation.Name, validation.Step(from), validation.LastStep);
        Evidence steady = limits.Persistence.Judge("share of the points of the second half at which val_loss lies below train_loss", (double)below / (validation.Count - from), validation.Name, validation.Step(from), validation.LastStep);
        Evidence score = limits.ScoreLead.Judge("lead of the validation score over the training score at the end", Math.Clamp(lead, -1e6, 1e6), "val_accuracy", validation.Step(validation.EndFrom), validation.LastStep);
        if (!steady.CrossesLimit || (!ratio.CrossesLimit && !score.CrossesLimit)) return artifacts.Clean(ratio, steady, score);
        string text = $"In the second half val_loss is {Significant.Text(unseen, 3)} against a train_loss of {Significant.Text(seen, 3)}, below it at {TrainingReport.Percent(steady.Value)} of the points. "
            + (Explained(artifacts) is { } why ? $"{why} makes training look worse than the model is, and may explain it." : "Neither dropout nor augmentation is declared that would make training look worse than the model is; rows shared between the splits, easier validation rows or a loss with a further term would.");
        return artifacts.Found(Code, Severity.Low, 0.65, text, ratio, steady, score);
    }

    private static string? Explained(TrainingArtifacts artifacts)
        => artifacts.Parameters.DropoutRate is > 0 and double dropout ? $"Dropout of {Significant.Text(dropout, 2)} during training"
            : artifacts.Parameters.Augmentation is { Length: > 0 } augmentation && !augmentation.Equals("none", StringComparison.OrdinalIgnoreCase) ? "Augmentation of the training rows"
            : null;

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 3, 1000, "With fewer points the lag of a running average is not over.", "three points of second half");

        /// <summary>Validation loss over training loss in the second half.</summary>
        public Limit LossRatio { get; init; } = Limit.AtLeast(
            0.75, "ratio", 0, 1, "Validation is better by a quarter.", "effect: a quarter of the level");

        /// <summary>Share of points at which validation lies below training.</summary>
        public Limit Persistence { get; init; } = Limit.AtMost(
            0.8, "fraction", 0, 1, "It is so nearly always, not by jitter.", "sign test: 8 of 10");

        /// <summary>Lead of the validation score over the training score.</summary>
        public Limit ScoreLead { get; init; } = Limit.AtMost(
            0.05, "score", 0, 1, "Validation is right more often by a twentieth.", "effect: a twentieth of the scale");
    }
}
