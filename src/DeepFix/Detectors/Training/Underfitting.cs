using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Training and validation end together, clearly short of what is attainable: even the rows that the model was trained on are not fitted.</summary>
public sealed class Underfitting(Underfitting.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public Underfitting() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.Underfitting;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.HalfWay, limits.LossLeft];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        if (learning.Score is not { } score) return Bounded(artifacts, learning, cancellationToken);
        Evidence attained = limits.Attained.JudgeAttained(learning);
        if (!attained.CrossesLimit) return artifacts.Clean(attained);
        // Validation alone does not tell rows that are not fitted from rows that are fitted too well.
        if (!learning.IsTrainingScored)
            return artifacts.Found(Code, Severity.Low, 0.45, $"At the end {learning.ScoreName} is only {TrainingReport.Percent(Math.Max(0, score))} of the way from chance to perfect. No score of the training rows was logged up to the end, so this may be overfitting as well.", attained);
        bool poor = limits.HalfWay.IsCrossedBy(score);
        string text = $"At the end even the better of the training and validation scores, {learning.ScoreName}, is only {TrainingReport.Percent(Math.Max(0, score))} of the way from chance to perfect. "
            + "Rows that the model was trained on are not fitted either, so this is no overfitting."
            + (learning.LateTrend < -2 ? " Training loss was still falling." : " Training loss no longer falls.");
        return artifacts.Found(Code, poor ? Severity.High : Severity.Medium, poor ? 0.95 : 0.85, text, attained);
    }

    /// <summary>
    /// Without the number of classes accuracy is still a bound: (a - c) / (1 - c) is at most a for every chance level c from 0 to 1.
    /// Where even the bound falls short, and most of the first loss is left as well, the verdict holds whatever the number of classes.
    /// </summary>
    private Detection Bounded(TrainingArtifacts artifacts, Learning learning, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainAccuracy, cancellationToken) is not { } training || Curve.Of(artifacts.Metrics.ValAccuracy, cancellationToken) is not { } validation) return Learning.NoScore;
        if (artifacts.Facts.TaskType is not (null or "classification")) return Learning.NoScore;
        Curve better = training.End >= validation.End ? training : validation;
        Curve loss = learning.Loss;
        Evidence attained = limits.Attained.Judge($"final {better.Name}, the better of training and validation: a bound on the way from chance to perfect, whatever the number of classes", better.End, better.Name, better.Step(better.EndFrom), better.LastStep);
        if (!attained.CrossesLimit || loss.First <= 0) return Learning.NoScore;
        Evidence left = limits.LossLeft.Judge("final train_loss over the first", Math.Clamp(loss.End / loss.First, -1e6, 1e6), loss.Name, loss.Step(loss.EndFrom), loss.LastStep);
        if (!left.CrossesLimit) return Learning.NoScore;
        string text = $"At the end the better of the two accuracies, {better.Name}, is {TrainingReport.Percent(better.End)}, and {TrainingReport.Percent(left.Value)} of the first train_loss is left. "
            + "Whatever the number of classes, less than half of the way from chance to perfect was made. Rows that the model was trained on are not fitted either, so this is no overfitting.";
        return artifacts.Found(Code, Severity.Medium, 0.75, text, attained, left);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points of training loss without which the end is not known.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 4, 1000, "With fewer points training has hardly begun.", "three points of end beside two of start");

        /// <summary>Final score, from chance to perfect.</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.45, "fraction", 0, 1, "Less than half of what could be learnt was learnt, with a margin for noisy tasks.", "healthy runs on ten tasks, the noisiest of which allows 0.5");

        /// <summary>Final score below which the model is of no use.</summary>
        public Limit HalfWay { get; init; } = Limit.AtLeast(
            0.25, "fraction", 0, 1, "The model is nearer to chance than to what even noisy tasks allow.", "effect: half of the limit above");

        /// <summary>Final training loss over the first, asked where the number of classes is not known.</summary>
        public Limit LossLeft { get; init; } = Limit.AtMost(
            0.5, "ratio", 0, 1, "More than half of the first loss is left: little of what the first loss measured was learnt.", "effect: half");
    }
}
