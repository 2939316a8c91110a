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
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.AboveChance, limits.LossFall];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        Evidence[] scores = [.. Scores(artifacts, cancellationToken)];
        Evidence fall = limits.LossFall.Judge("fall of train_loss from its first point to its smoothed minimum, over its first point", Fall(loss), loss.Name, loss.Step(0), loss.LastStep);
        if (scores.Length == 0) return fall.CrossesLimit && Constant(loss) ? ByLoss(artifacts, loss, fall) : artifacts.Clean(fall);
        if (Array.Exists(scores, s => !s.CrossesLimit)) return artifacts.Clean([.. scores, fall]);
        string text = $"No score rose above chance at any time: {string.Join(" and ", scores.Select(s => $"{s.Series} is at most {Significant.Text(s.Value, 3)} of the way from chance to perfect"))}. "
            + $"train_loss went from {Significant.Text(loss.First)} to {Significant.Text(loss.End)}. A slow start is ruled out as far as the run goes: {Significant.Text(loss.Count)} points were logged.";
        return artifacts.Found(Code, Severity.High, 0.92, text, [.. scores, fall]);
    }

    private Detection ByLoss(TrainingArtifacts artifacts, Curve loss, Evidence fall)
        => artifacts.Found(Code, Severity.Medium, 0.6, $"train_loss stays at its first level: {Significant.Text(loss.First)} at the start, {Significant.Text(loss.End)} at the end, without a fall in between. No score was logged to confirm it.", fall);

    private IEnumerable<Evidence> Scores(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        foreach (string name in (string[])["train_accuracy", "val_accuracy", "train_r2", "val_r2"])
        {
            if (Curve.Of(artifacts.Metrics.Find(name), cancellationToken) is not { Count: > 2 } curve) continue;
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
    }
}
