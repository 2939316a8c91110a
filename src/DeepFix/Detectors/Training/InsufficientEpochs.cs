using DeepFix.Artifacts;
using DeepFix.Statistics;

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
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateShare, limits.LateTrend, limits.BestPosition, limits.LastFall];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "val_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Status == RunStatus.Running)
            return new Detection.NotAssessable("The run is still training: its epochs are not over.", "Analyse the run again when it has ended.");
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return OfFewPoints(artifacts, cancellationToken) ?? Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
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

    // Three to five points show no trend. But where both losses fell from each to the next, and that of validation clearly at the very last, the run was cut off.
    private Detection? OfFewPoints(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        const int FewestToFall = 3;
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { Count: >= FewestToFall } loss || Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { Count: >= FewestToFall } validation) return null;
        if (!Falls(loss) || !Falls(validation) || validation.Values[^2] <= 0 || Highest(artifacts, cancellationToken) is not var (score, reached)) return null;
        double before = validation.Values[^2];
        Evidence last = limits.LastFall.Judge("fall of val_loss from the last point but one to the last, over the former", (before - validation.Values[^1]) / before, validation.Name, validation.Step(validation.Count - 2), validation.LastStep);
        Evidence attained = limits.Attained.Judge($"highest {score.Name}, from chance (0) to perfect (1)", reached, score.Name, score.Step(0), score.LastStep);
        if (!last.CrossesLimit || !attained.CrossesLimit) return artifacts.Clean(last, attained);
        string text = $"Training ended at {loss.Place(loss.Count - 1)}, after {Significant.Text(loss.Count)} points. train_loss and val_loss fell from each to the next, val_loss by {TrainingReport.Percent(last.Value)} at the last, and {score.Name} has come {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect. So few points show no trend, but nothing had settled.";
        return artifacts.Found(Code, Severity.Medium, 0.75, text, last, attained);
    }

    private static bool Falls(Curve loss)
    {
        for (int i = 1; i < loss.Count; i++)
        {
            if (loss.Values[i] >= loss.Values[i - 1]) return false;
        }

        return true;
    }

    // Training rows have to be scored: low marks of unseen rows alone may be overfitting.
    private static (Curve Score, double Attained)? Highest(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        (Curve Curve, double Chance)[] scores = [.. Learning.Scores(artifacts, cancellationToken)];
        if (!Array.Exists(scores, s => s.Curve.Name.StartsWith("train", StringComparison.Ordinal))) return null;
        return scores.Select(s => (Score: s.Curve, Attained: Math.Clamp((Order.Quantile(s.Curve.Values, 1) - s.Chance) / (1 - s.Chance), -1e6, 1))).MaxBy(s => s.Attained);
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

        /// <summary>Fall of validation loss at the last point over its level before, asked where the points are too few for a trend.</summary>
        public Limit LastFall { get; init; } = Limit.AtMost(
            0.03, "ratio", 0, 1, "Validation loss was clearly falling when the run ended.", "effect: three percent at a single epoch is a third in a dozen");

        /// <summary>Where in the run validation loss was best, 0 at its start and 1 at its end; asked only where it rose since.</summary>
        public Limit BestPosition { get; init; } = Limit.AtLeast(
            0.8, "fraction of the run", 0, 1, "Validation loss had turned before the end: more epochs would go into memorising.", "a fifth of the run without a better point");
    }
}
