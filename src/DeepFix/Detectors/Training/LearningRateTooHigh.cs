using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A lower learning rate, all else equal, gives a clearly better model: the loss blows up or stays bad, and the rate or the updates are far above the usual.</summary>
public sealed class LearningRateTooHigh(LearningRateTooHigh.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public LearningRateTooHigh() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LearningRateTooHigh;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.Jump, limits.RateRatio, limits.FarRatio, limits.UpdateRatio];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "learning_rate", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "update_ratio"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.TrainLoss is not { Count: > 0 } recorded) return TrainingReport.Lacks("train_loss");
        bool broken = recorded.Finite(cancellationToken).Count < recorded.Count;
        if (limits.FewestPoints.IsCrossedBy(recorded.PerEpoch(cancellationToken).Count) && !broken)
            return new Detection.NotAssessable("Training loss has too few points to show what the rate did.", "Log train_loss once an epoch.");
        Curve? loss = Curve.Of(recorded, cancellationToken);
        double? score = Learning.Of(artifacts, limits.FewestPoints, cancellationToken)?.Score;
        Evidence? rate = UsualRate.Ratio(artifacts, cancellationToken) is { } ratio ? limits.RateRatio.Judge("largest learning rate over the usual one of the optimiser", ratio, "learning_rate") : null;
        Evidence? update = Curve.Of(artifacts.Metrics.Find("update_ratio"), cancellationToken) is { } updates
            ? limits.UpdateRatio.Judge("median update_ratio, the size of a step over the size of the weights", Math.Clamp(Order.Median(updates.Values), -1e6, 1e6), updates.Name, updates.Step(0), updates.LastStep)
            : null;
        Evidence? jump = loss is { First: not 0 } ? limits.Jump.Judge("largest train_loss over the first", Math.Min(Order.Quantile(loss.Values, 1) / Math.Abs(loss.First), 1e6), loss.Name, loss.Step(0), loss.LastStep) : null;
        Evidence? attained = score is { } got ? limits.Attained.Judge("final score, the better of training and validation, from chance (0) to perfect (1)", Math.Max(got, -1e6)) : null;
        Evidence[] items = [.. new[] { rate, update, jump, attained }.OfType<Evidence>()];
        bool harmed = broken || attained is { CrossesLimit: true } || (attained is null && jump is { CrossesLimit: true });
        bool blowsUp = broken || jump is { CrossesLimit: true };
        bool far = rate is not null && limits.FarRatio.IsCrossedBy(rate.Value);
        if (!harmed || (!blowsUp && !far && update is not { CrossesLimit: true })) return items.Length == 0 ? TrainingReport.Lacks("learning_rate") : artifacts.Clean(items);
        if (rate is not { CrossesLimit: true } && update is not { CrossesLimit: true } && !blowsUp) return artifacts.Clean(items);
        bool rateIsHigh = rate is { CrossesLimit: true };
        string text = (blowsUp ? $"train_loss {(broken ? "becomes NaN or infinite" : $"jumps to {Significant.Text(jump!.Value, 3)} times its first value")}, as overshooting steps make it do. " : "")
            + (attained is { CrossesLimit: true } ? $"The model ends at {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect. " : "")
            + (rateIsHigh ? $"The learning rate is {Significant.Text(rate!.Value, 3)} times what its optimiser usually begins with." : rate is null ? "The usual rate of the optimiser is not known." : "The rate itself is not unusual, so scale of inputs, gradients that are not cleared, or initial weights explain it as well.")
            + (update is { CrossesLimit: true } ? $" A step changes the weights by {Significant.Text(update.Value, 2)} of their size." : "");
        if (items.Length == 0) items = [TrainingReport.Measured("points of train_loss that are NaN or infinite", recorded.Count - recorded.Finite(cancellationToken).Count, TrainingReport.Points, recorded.Name)];
        return rateIsHigh && (blowsUp || far)
            ? artifacts.Found(Code, broken || far ? Severity.High : Severity.Medium, far ? 0.9 : 0.8, text, items)
            : artifacts.Found(Code, Severity.Low, rateIsHigh || update is { CrossesLimit: true } ? 0.6 : 0.4, text, items);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 4, 1000, "With fewer points training has hardly begun.", "three points of end beside those of start");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.6, "fraction", 0, 1, "The model is clearly short of what the task allows.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");

        /// <summary>Largest training loss over the first.</summary>
        public Limit Jump { get; init; } = Limit.AtMost(
            1.5, "ratio", 1, 1000, "Training made the loss clearly worse than hardly any training.", "effect: half of the first level");

        /// <summary>Learning rate over the usual one.</summary>
        public Limit RateRatio { get; init; } = Limit.AtMost(
            3, "ratio", 1, 1000, "The rate is three times the usual or more.", "half a decade above the usual; rates are searched by decades (Bengio 2012)");

        /// <summary>Learning rate over the usual one from which a bad result needs no other sign.</summary>
        public Limit FarRatio { get; init; } = Limit.AtMost(
            20, "ratio", 1, 10000, "The rate is more than a decade above the usual.", "rates are searched by decades (Bengio 2012)");

        /// <summary>Median size of a step over the size of the weights.</summary>
        public Limit UpdateRatio { get; init; } = Limit.AtMost(
            0.03, "ratio", 0, 1, "Each step changes the weights by percents.", "rule of thumb: about 1e-3 a step is healthy, 30 times that is not");
    }
}
