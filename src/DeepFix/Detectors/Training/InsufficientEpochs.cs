using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Training stopped while it would still have gained clearly.</summary>
public sealed class InsufficientEpochs(InsufficientEpochs.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public InsufficientEpochs() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.InsufficientEpochs;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateShare, limits.LateTrend, limits.BestPosition];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "val_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Status == RunStatus.Running)
            return new Detection.NotAssessable("The run is still training: its epochs are not over.", "Analyse the run again when it has ended.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        Evidence[] items = [limits.LateShare.JudgeLateShare(learning), limits.LateTrend.JudgeLateTrend(learning)];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is { Count: > 3 } validation && ValidationRise.Of(validation) is { Rise: > 0 } rise
            && limits.BestPosition.Judge("position of the smoothed minimum of val_loss in the run, 0 at its start and 1 at its end", rise.Position, validation.Name, validation.Step(rise.Best), validation.Step(rise.Best)) is { CrossesLimit: true } turned)
            return artifacts.Clean([.. items, turned]);
        string text = $"Training ended at {learning.Loss.Place(learning.Loss.Count - 1)} while train_loss was still falling: {TrainingReport.Percent(learning.LateShare)} of its whole fall came in the last quarter. Validation loss had not turned, so more epochs would not have been wasted on memorising.";
        if (learning.Score is null) return artifacts.Found(Code, Severity.Low, 0.4, text + " How far the model is from its goal is not known, for lack of a score.", items);
        Evidence attained = limits.Attained.JudgeAttained(learning);
        if (attained.CrossesLimit && !learning.IsTrainingScored) return artifacts.Found(Code, Severity.Low, 0.4, text + " How well the training rows are learnt is not known: only validation rows were scored.", items);
        return attained.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.85, $"{text} {learning.ScoreName} has come {TrainingReport.Percent(Math.Max(0, learning.Score.Value))} of the way from chance to perfect.", [.. items, attained])
            : artifacts.Clean([.. items, attained]);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points training has hardly begun.", "three points of end beside those of start");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.7, "fraction", 0, 1, "Much was left to learn, so that learning on would pay.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");

        /// <summary>Share of the whole fall of training loss that came in the last quarter.</summary>
        public Limit LateShare { get; init; } = Limit.AtMost(
            0.2, "fraction", 0, 1, "The loss fell nearly as fast at the end as on average.", "a straight line spends 0.25 in its last quarter");

        /// <summary>Trend of training loss over the second half (Mann and Kendall).</summary>
        public Limit LateTrend { get; init; } = Limit.AtLeast(
            -2, "standard deviations", -10, 0, "Training loss still falls, beyond chance.", "2.3 % of trendless series lie below -2");

        /// <summary>Where in the run validation loss was best, 0 at its start and 1 at its end; asked only where it rose since.</summary>
        public Limit BestPosition { get; init; } = Limit.AtLeast(
            0.8, "fraction of the run", 0, 1, "Validation loss had turned before the end: more epochs would go into memorising.", "a fifth of the run without a better point");
    }
}
