using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Nearly all predictions fall in one class, beyond what the class mix explains.</summary>
public sealed class ClassCollapse(ClassCollapse.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public ClassCollapse() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ClassCollapse;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.FewestEpochs, limits.Excess, limits.Multiple, limits.StuckPoints];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_max_class_share", "train_loss", "val_accuracy", "val_balanced_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.Find("val_max_class_share"), cancellationToken) is not { } share) return ByConstancy(artifacts, cancellationToken) ?? TrainingReport.Lacks("val_max_class_share");
        if (limits.FewestPoints.IsCrossedBy(share.Count)) return TrainingReport.TooShort(share, limits.FewestPoints);
        if (artifacts.Metrics.Outdated(share.Name) is { } outdated) return ByConstancy(artifacts, cancellationToken) ?? outdated;
        if (Curve.Of(artifacts.Metrics.TrainLoss ?? artifacts.Metrics.ValLoss, cancellationToken) is { } loss && limits.FewestEpochs.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestEpochs);
        if ((artifacts.Facts.ValMajorityShare ?? (artifacts.Facts.NumClasses is > 1 and int classes ? 1.0 / classes : null)) is not { } majority)
            return new Detection.NotAssessable("The class mix of the validation split is not known.", "Log class_counts of the validation split in dataset/statistics.json.");
        double predicted = share.End, deviation = Proportion.Deviation(majority, artifacts.Facts.ValRows ?? 100);
        Evidence excess = limits.Excess.Judge($"share of validation predictions in the most predicted class at the end, {Significant.Text(predicted, 3)}, less the share of the largest class, {Significant.Text(majority, 3)}", predicted - majority, share.Name, share.Step(share.EndFrom), share.LastStep);
        Evidence multiple = limits.Multiple.Judge("the same excess in standard deviations of a share", deviation > 0 ? Math.Min((predicted - majority) / deviation, 1e6) : 0, share.Name, share.Step(share.EndFrom), share.LastStep);
        if (!excess.CrossesLimit || !multiple.CrossesLimit) return artifacts.Clean(excess, multiple);
        string text = $"At the end {TrainingReport.Percent(predicted)} of the validation predictions fall in a single class, whose share of the rows can be at most {TrainingReport.Percent(majority)}. Neither the class mix nor the size of the validation set explains that.";
        return artifacts.Found(Code, Severity.High, 0.92, text, excess, multiple);
    }

    // All rows in one class: the accuracy is that class's share, to the row, epoch after epoch.
    private Detection? ByConstancy(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.ValAccuracy, cancellationToken) is not { } accuracy || (artifacts.Facts.ValMajorityShare ?? (artifacts.Facts.NumClasses is > 1 and int classes ? 1.0 / classes : null)) is not { } majority) return null;
        double row = 0.5 / Math.Max(artifacts.Facts.ValRows ?? 1000, 1);
        int from = accuracy.Count;
        while (from > 0 && Math.Abs(accuracy.Values[from - 1] - majority) <= row) from--;
        Evidence stuck = limits.StuckPoints.Judge($"last points at which val_accuracy is the share of one class, {Significant.Text(majority, 4)}, to the row", accuracy.Count - from, accuracy.Name, accuracy.Step(Math.Min(from, accuracy.Count - 1)), accuracy.LastStep);
        Evidence beyond = limits.Excess.Judge($"share of the rows outside of the largest class, {Significant.Text(majority, 3)} of all", 1 - majority, accuracy.Name, accuracy.Step(Math.Min(from, accuracy.Count - 1)), accuracy.LastStep);
        return stuck.CrossesLimit && beyond.CrossesLimit
            ? artifacts.Found(Code, Severity.High, 0.85, $"val_accuracy is {Significant.Text(accuracy.Values[^1])} at the last {Significant.Text(stuck.Value)} points, to the row the share of one class: every validation row is predicted as that class.", stuck, beyond)
            : null;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            3, TrainingReport.Points, 3, 1000, "The end is a median of three points.", "median of three");

        /// <summary>Points of the loss, an epoch each, below which a model has had no time to tell the classes apart.</summary>
        public Limit FewestEpochs { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 1, 1000, "So early all predictions may fall in one class and part again.", "first epochs bring the scale of the outputs; a warm-up takes as long");

        /// <summary>Share of predictions in one class beyond the largest class.</summary>
        public Limit Excess { get; init; } = Limit.AtMost(
            0.3, "fraction", 0, 1, "A third of the rows is given to a class that they cannot belong to.", "effect: a third of the rows");

        /// <summary>The same excess in standard deviations of a share.</summary>
        public Limit Multiple { get; init; } = Limit.AtMost(
            4, "standard deviations", 1, 100, "The excess is not the luck of few validation rows.", "binomial");

        /// <summary>Last points at which accuracy equals the share of one class.</summary>
        public Limit StuckPoints { get; init; } = Limit.AtMost(
            4, TrainingReport.Points, 1, 1000, "The accuracy of one class for all, epoch after epoch.", "a row in a hundred by luck at one point is one in 10⁻¹⁰ at five");
    }
}
