using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>A higher learning rate, all else equal, gives a clearly better model: the loss falls steadily and slowly, much is left to learn, and the rate or the updates are far below the usual.</summary>
public sealed class LearningRateTooLow(LearningRateTooLow.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public LearningRateTooLow() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LearningRateTooLow;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.LateTrend, limits.RateRatio, limits.UpdateRatio, limits.LateShare, limits.MostDead, limits.HopelessRate, limits.LossFall];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "update_ratio", "dead_unit_fraction"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        if (learning.Score is null) return Hopeless(artifacts, learning, cancellationToken) ?? Learning.NoScore;
        Evidence attained = limits.Attained.JudgeAttained(learning), trend = limits.LateTrend.JudgeLateTrend(learning), share = limits.LateShare.JudgeLateShare(learning);
        Evidence? rate = UsualRate.Ratio(artifacts, cancellationToken) is { } ratio ? limits.RateRatio.Judge("largest learning rate over the usual one of the optimiser", ratio, "learning_rate") : null;
        Evidence? update = Curve.Of(artifacts.Metrics.Find("update_ratio"), cancellationToken) is { } updates
            ? limits.UpdateRatio.Judge("median update_ratio, the size of a step over the size of the weights", Math.Clamp(Order.Median(updates.Values), -1e6, 1e6), updates.Name, updates.Step(0), updates.LastStep)
            : null;
        Evidence[] items = [attained, trend, .. rate is null ? [] : new[] { rate }, .. update is null ? [] : new[] { update }];
        if (attained.CrossesLimit && !trend.CrossesLimit && Hopeless(artifacts, learning, cancellationToken) is { } hopeless) return hopeless;
        if (!attained.CrossesLimit || !trend.CrossesLimit) return artifacts.Clean(items);
        bool rateIsLow = rate is { CrossesLimit: true }, updatesAreSmall = update is { CrossesLimit: true }, straight = share.CrossesLimit;
        if (!rateIsLow && !updatesAreSmall && !straight) return artifacts.Clean([.. items, share]);
        if (!learning.IsTrainingScored) return Learning.NoTrainingScore;
        if (Curve.Of(artifacts.Metrics.Find("dead_unit_fraction"), cancellationToken) is { } dead && limits.MostDead.IsCrossedBy(dead.End))
            return new Detection.NotAssessable($"At the end {TrainingReport.Percent(dead.End)} of the units give zero for every row. No gradient passes them, so the loss is slow at any learning rate.", "Mend the dead units first; a run with units that live shows whether the rate is too low.");
        string text = $"train_loss falls steadily to the end without a jump, but {learning.ScoreName} has only come {TrainingReport.Percent(Math.Max(0, learning.Score.Value))} of the way from chance to perfect. "
            + (rateIsLow ? $"The learning rate is {Significant.Text(rate!.Value, 2)} times what its optimiser usually begins with. " : "")
            + (updatesAreSmall ? $"A step changes the weights by only {Significant.Text(update!.Value, 2)} of their size. " : "")
            + "It neither oscillates nor rises, which a rate that is too high would make it do.";
        return rateIsLow
            ? artifacts.Found(Code, Severity.Medium, 0.9, text, items)
            : artifacts.Found(Code, Severity.Low, straight ? 0.65 : 0.5, text + " The rate itself is not unusual, so too few epochs or vanishing gradients explain it as well.", [.. items, share]);
    }

    // Steps so short that the fall drowns in the noise of the batches. Without any gradient no rate would help.
    private Detection? Hopeless(TrainingArtifacts artifacts, Learning learning, CancellationToken cancellationToken)
    {
        if (UsualRate.Ratio(artifacts, cancellationToken) is not { } ratio) return null;
        if (Curve.Of(artifacts.Metrics.GradNorm, cancellationToken) is { } norm && norm.Values.IndexOfAnyExcept(0.0) < 0) return null;
        if (Curve.Of(artifacts.Metrics.Find("dead_unit_fraction"), cancellationToken) is { } dead && limits.MostDead.IsCrossedBy(dead.End)) return null;
        Curve loss = learning.Loss;
        Evidence rate = limits.HopelessRate.Judge("largest learning rate over the usual one of the optimiser", ratio, "learning_rate");
        Evidence fall = limits.LossFall.Judge("fall of train_loss from its first point to its smoothed minimum, over its first point", loss.FallShare, loss.Name, loss.Step(0), loss.LastStep);
        return rate.CrossesLimit && fall.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.8, $"The learning rate is {Significant.Text(ratio, 2)} times what its optimiser usually begins with, and train_loss has fallen by {TrainingReport.Percent(Math.Max(0, fall.Value))} of where it began. Steps of that size cannot bring the weights anywhere within the run.", rate, fall)
            : null;
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

        /// <summary>Trend of training loss over the second half (Mann and Kendall).</summary>
        public Limit LateTrend { get; init; } = Limit.AtLeast(
            -2, "standard deviations", -10, 0, "Training loss still falls, beyond chance.", "2.3 % of trendless series lie below -2");

        /// <summary>Learning rate over the usual one.</summary>
        public Limit RateRatio { get; init; } = Limit.AtLeast(
            0.3, "ratio", 0, 1, "The rate is a third of the usual or less.", "half a decade below the usual; rates are searched by decades (Bengio 2012)");

        /// <summary>Learning rate over the usual one from which it is hopeless, asked where no trend is seen.</summary>
        public Limit HopelessRate { get; init; } = Limit.AtLeast(
            0.01, "ratio", 0, 1, "The rate is a hundredth of the usual or less.", "two decades; rates are searched by decades (Bengio 2012)");

        /// <summary>Fall of training loss over its start, asked with a hopeless rate.</summary>
        public Limit LossFall { get; init; } = Limit.AtLeast(
            0.1, "ratio", 0, 1, "Training loss is nearly where it began.", "effect: a tenth of the level");

        /// <summary>Median size of a step over the size of the weights.</summary>
        public Limit UpdateRatio { get; init; } = Limit.AtLeast(
            3e-4, "ratio", 0, 0.1, "The weights hardly move.", "rule of thumb: about 1e-3 a step is healthy");

        /// <summary>Share of dead units at the end.</summary>
        public Limit MostDead { get; init; } = Limit.AtMost(
            0.7, "fraction", 0, 1, "Most units let no gradient through.", "as for dead ReLU units: two thirds of the capacity");

        /// <summary>Share of the whole fall of training loss that came in the last quarter.</summary>
        public Limit LateShare { get; init; } = Limit.AtMost(
            0.2, "fraction", 0, 1, "The loss fell nearly as fast at the end as on average: steps were never too long.", "a straight line spends 0.25 in its last quarter");
    }
}
