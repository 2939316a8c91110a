using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>From the start to the end no learning beyond chance: the majority rate, or R² 0.</summary>
public sealed class NoLearning(NoLearning.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public NoLearning() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.NoLearning;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.AboveChance, limits.LossFall, limits.AccuracyRange, limits.ConstantAccuracy];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        Evidence[] scores = [.. Scores(artifacts, cancellationToken)];
        Evidence fall = limits.LossFall.Judge("fall of train_loss from its first point to its smoothed minimum, over its first point", Fall(loss), loss.Name, loss.Step(0), loss.LastStep);
        if (scores.Length == 0 && ByConstancy(artifacts, loss, fall, cancellationToken) is { } constant) return constant;
        if (scores.Length == 0) return fall.CrossesLimit && Constant(loss) ? ByLoss(artifacts, loss, fall) : artifacts.Clean(fall);
        if (Array.Exists(scores, s => !s.CrossesLimit)) return artifacts.Clean([.. scores, fall]);
        // Poor validation beside a training loss that falls is learning of the wrong things as well as none.
        if (!fall.CrossesLimit && !Array.Exists(scores, s => s.Series!.StartsWith("train", StringComparison.Ordinal)))
            return new Detection.NotAssessable("Validation scores stay at chance while training loss falls; whether the model learns its own rows is not logged.", "Log train_accuracy (or train_r2) beside val_accuracy.");
        string text = $"No score rose above chance at any time: {string.Join(" and ", scores.Select(s => $"{s.Series} is at most {Significant.Text(s.Value, 3)} of the way from chance to perfect"))}. "
            + $"train_loss went from {Significant.Text(loss.First)} to {Significant.Text(loss.End)}. A slow start is ruled out as far as the run goes: {Significant.Text(loss.Count)} points were logged.";
        return artifacts.Found(Code, Severity.High, 0.92, text, [.. scores, fall]);
    }

    // Without the number of classes chance is unknown, but an accuracy that never moves by a single row has not left where it began.
    private Detection? ByConstancy(TrainingArtifacts artifacts, Curve loss, Evidence fall, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.ValAccuracy, cancellationToken) is not { } accuracy || limits.FewestPoints.IsCrossedBy(accuracy.Count)) return null;
        Evidence moved = limits.AccuracyRange.Judge("highest less lowest val_accuracy", Math.Min(Order.Quantile(accuracy.Values, 1) - Order.Quantile(accuracy.Values, 0), 1e6), accuracy.Name, accuracy.Step(0), accuracy.LastStep);
        Evidence level = limits.ConstantAccuracy.Judge("val_accuracy at all points", Math.Clamp(accuracy.First, -1e6, 1e6), accuracy.Name, accuracy.Step(0), accuracy.LastStep);
        return moved.CrossesLimit && level.CrossesLimit
            ? artifacts.Found(Code, Severity.Medium, 0.75, $"val_accuracy is {Significant.Text(accuracy.First)} at all {Significant.Text(accuracy.Count)} points, while train_loss goes from {Significant.Text(loss.First)} to {Significant.Text(loss.End)}: not one prediction changes sides. The number of classes is not known, so it cannot be compared with chance; a model that predicts one class for every row looks like this.", moved, level, fall with { Limit = null, Side = null })
            : null;
    }

    private Detection ByLoss(TrainingArtifacts artifacts, Curve loss, Evidence fall)
        => artifacts.Found(Code, Severity.Medium, 0.6, $"train_loss stays at its first level: {Significant.Text(loss.First)} at the start, {Significant.Text(loss.End)} at the end, without a fall in between. No score was logged to confirm it.", fall);

    private IEnumerable<Evidence> Scores(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        foreach (string name in (string[])["train_accuracy", "val_accuracy", "train_r2", "val_r2"])
        {
            if (Curve.Of(artifacts.Metrics.FindToTheEnd(name), cancellationToken) is not { Count: > 2 } curve) continue;
            double best = Order.Quantile(curve.Smooth, 1), chance = Chance(artifacts.Facts, name);
            if (double.IsNaN(chance)) continue;
            yield return limits.AboveChance.Judge($"best smoothed {name}, from chance (0) to perfect (1)", chance < 1 ? (best - chance) / (1 - chance) : 0, name, curve.Step(0), curve.LastStep);
        }
    }

    private static double Chance(TaskFacts facts, string name)
        => name.EndsWith("r2", StringComparison.Ordinal) ? 0
            : (name.StartsWith("train", StringComparison.Ordinal) ? facts.TrainMajorityShare : facts.ValMajorityShare)
              ?? (facts.NumClasses is > 1 and int classes ? 1.0 / classes : double.NaN);

    private static double Fall(Curve loss)
    {
        double start = loss.Smooth[0], low = loss.Smooth[Smoothing.IndexOfMinimum(loss.Smooth)];
        return start != 0 ? (start - low) / Math.Abs(start) : 0;
    }

    private bool Constant(Curve loss) => TheilSen.Fit(loss.Values).IsConstantWithin(limits.LossFall.Value * Math.Abs(loss.First));

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points of training loss without which learning may not have begun.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 4, 1000, "With fewer points training has hardly begun.", "three points of end beside two of start");

        /// <summary>Best score at any time, from chance to perfect.</summary>
        public Limit AboveChance { get; init; } = Limit.AtLeast(
            0.1, "fraction", 0, 1, "At no time was the model better than guessing by more than the luck of picking the best epoch.", "definition of the code; a tenth of the scale for selection among epochs");

        /// <summary>Fall of training loss over its start.</summary>
        public Limit LossFall { get; init; } = Limit.AtLeast(
            0.02, "ratio", 0, 1, "Training loss is where it began.", "effect: two percent of the level");

        /// <summary>Highest less lowest validation accuracy, where chance is unknown.</summary>
        public Limit AccuracyRange { get; init; } = Limit.AtLeast(
            1e-5, "fraction", 0, 1, "Not one row changes sides in the whole run.", "one row of a hundred thousand");

        /// <summary>Level of a constant validation accuracy, where chance is unknown.</summary>
        public Limit ConstantAccuracy { get; init; } = Limit.AtLeast(
            0.9, "fraction", 0, 1, "The constant level is no near-perfect one.", "a level that high can be a model that was good from the start");
    }
}
