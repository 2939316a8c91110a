using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Loss still falls steadily at the end, far from flat, while much is left to learn.</summary>
public sealed class SlowConvergence(SlowConvergence.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public SlowConvergence() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.SlowConvergence;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateShare, limits.LateTrend];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Status == RunStatus.Running)
            return new Detection.NotAssessable("The run is still training: whether its loss is flat at the end cannot be seen yet.", "Analyse the run again when it has ended.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        Evidence[] items = [limits.LateShare.JudgeLateShare(learning), limits.LateTrend.JudgeLateTrend(learning)];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        string text = $"train_loss still falls at the end: {TrainingReport.Percent(learning.LateShare)} of its whole fall came in the last quarter, from {Significant.Text(learning.Loss.Smooth[learning.QuarterFrom])} "
            + $"at {learning.Loss.Place(learning.QuarterFrom)} to {Significant.Text(learning.Loss.Smooth[^1])} at {learning.Loss.Place(learning.Loss.Count - 1)}. A curve that had settled would have spent less than {TrainingReport.Percent(limits.LateShare.Value)} there.";
        if (learning.Score is null) return artifacts.Found(Code, Severity.Low, 0.5, text + " How far it is from its goal is not known, for lack of a score.", items);
        Evidence attained = limits.Attained.JudgeAttained(learning);
        if (attained.CrossesLimit && !learning.IsTrainingScored) return artifacts.Found(Code, Severity.Low, 0.5, text + " How well the training rows are learnt is not known: only validation rows were scored.", items);
        return attained.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.9, $"{text} {learning.ScoreName} has come {TrainingReport.Percent(Math.Max(0, learning.Score.Value))} of the way from chance to perfect, so there is much left to learn.", [.. items, attained])
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
            0.15, "fraction", 0, 1, "The curve is far from flat: an exponential fall that has settled spends less than a twentieth there.", "an exponential fall over three time constants spends 0.06 in its last quarter, a straight line 0.25");

        /// <summary>Trend of training loss over the second half (Mann and Kendall).</summary>
        public Limit LateTrend { get; init; } = Limit.AtLeast(
            -2, "standard deviations", -10, 0, "Training loss still falls, beyond chance.", "2.3 % of trendless series lie below -2");
    }
}
