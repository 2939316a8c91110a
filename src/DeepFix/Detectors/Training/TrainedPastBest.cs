using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>The best validation loss lies well before the end, and the last model is worse.</summary>
public sealed class TrainedPastBest(TrainedPastBest.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public TrainedPastBest() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.TrainedPastBest;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.BestPosition, limits.LossRise, limits.ProgressLost, limits.NoiseMultiple, limits.ScoreLost, limits.ScoreLostMultiple, limits.ScoreLostSteps];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["val_loss", "val_accuracy", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Status == RunStatus.Running)
            return new Detection.NotAssessable("The run is still training: its best epoch may lie ahead.", "Analyse the run again when it has ended.");
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("val_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        ValidationRise rise = ValidationRise.Of(loss);
        long best = loss.Step(rise.Best);
        Evidence[] items =
        [
            limits.BestPosition.Judge("position of the smoothed minimum of val_loss in the run, 0 at its start and 1 at its end", rise.Position, loss.Name, best, best),
            limits.LossRise.Judge("rise of val_loss from its smoothed minimum to its end, over the minimum", rise.Rise, loss.Name, best, loss.LastStep),
            limits.ProgressLost.Judge("the same rise over the fall of val_loss from its start to its minimum", rise.OfFall, loss.Name, best, loss.LastStep),
            limits.NoiseMultiple.Judge("the same rise in standard deviations of a single point", rise.NoiseMultiple, loss.Name, best, loss.LastStep),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        Curve? score = Curve.Of(artifacts.Metrics.FindToTheEnd("val_accuracy") ?? artifacts.Metrics.FindToTheEnd("val_r2"), cancellationToken);
        if (score is null) return artifacts.Found(Code, Severity.Medium, 0.9, Describe(rise, score), items);
        Evidence lost = limits.ScoreLost.Judge($"{score.Name} at the best val_loss less {score.Name} at the end", Math.Clamp(score.Smooth[score.PointAt(best)] - score.End, -1e6, 1e6), score.Name, best, score.LastStep);
        // Some rows of a small validation split change sides by luck.
        Evidence? beyondLuck = score.Name != "val_accuracy" ? null
            : artifacts.Facts.ValRows is > 0 and long rows
                ? limits.ScoreLostMultiple.Judge("the same loss in standard deviations of a share of its rows", Math.Clamp(lost.Value / Proportion.Deviation(Math.Clamp(score.End, 0.5 / rows, 1 - (0.5 / rows)), rows), -1e6, 1e6), score.Name, best, score.LastStep)
                : SmallestStep(score) is > 0 and double row ? limits.ScoreLostSteps.Judge("the same loss over the smallest difference of two values of val_accuracy", Math.Clamp(lost.Value / row, -1e6, 1e6), score.Name, score.Step(0), score.LastStep) : null;
        bool isWorse = lost.CrossesLimit && beyondLuck is not { CrossesLimit: false };
        return artifacts.Found(Code, isWorse ? Severity.Medium : Severity.Low, 0.9, Describe(rise, score) + (lost.CrossesLimit && !isWorse ? " That is no more than change sides by luck among so few rows." : ""), [.. items, lost, .. beyondLuck is null ? [] : new[] { beyondLuck }]);
    }

    // A share of rows moves by whole rows: where their number is not known, the smallest difference seen stands for one.
    private static double SmallestStep(Curve score)
    {
        double[] values = [.. score.Values.ToArray().Distinct().Order()];
        double smallest = double.PositiveInfinity;
        for (int i = 1; i < values.Length; i++) smallest = Math.Min(smallest, values[i] - values[i - 1]);
        return double.IsFinite(smallest) ? smallest : 0;
    }

    private static string Describe(ValidationRise rise, Curve? score)
    {
        Curve loss = rise.Loss;
        string text = $"The best val_loss, {Significant.Text(rise.BestValue)}, lies at {loss.Place(rise.Best)}; training went on to {loss.Place(loss.Count - 1)} and ends at {Significant.Text(loss.End)}, "
            + $"{TrainingReport.Percent(rise.Rise)} worse. That is {Significant.Text(rise.NoiseMultiple, 2)} times the jitter of a single point, so the last checkpoint is truly the worse one.";
        if (score is null) return text;
        double then = score.Smooth[score.PointAt(loss.Step(rise.Best))];
        return $"{text} {score.Name} was {Significant.Text(then, 3)} then and is {Significant.Text(score.End, 3)} at the end"
            + (score.End >= then ? ": the decisions did not suffer, the probabilities did." : ".");
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which a best epoch means nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points the end is one bad point.", "three points of end beside three of start");

        /// <summary>Position of the minimum in the run.</summary>
        public Limit BestPosition { get; init; } = Limit.AtLeast(
            0.8, "fraction", 0, 1, "A fifth of the training or more came after the best model.", "effect: a fifth of the training time");

        /// <summary>Rise of validation loss over its minimum.</summary>
        public Limit LossRise { get; init; } = Limit.AtMost(
            0.05, "ratio", 0, 10, "The last model is worse than the best by more than rounding.", "generalisation loss of Prechelt 1998: stop at 5 %");

        /// <summary>The same rise over the fall of validation loss.</summary>
        public Limit ProgressLost { get; init; } = Limit.AtMost(
            0.01, "fraction", 0, 10, "The rise is visible beside what was learnt.", "effect: a hundredth of the progress");

        /// <summary>The same rise in standard deviations of a single point.</summary>
        public Limit NoiseMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 1, 100, "The rise stands out of validation's own jitter.", "smoothed over five points, the minimum of fifty lies one deviation low, and the end is uncertain by 0.7");

        /// <summary>Loss of the validation score since the best validation loss, from which the last model is worse in use.</summary>
        public Limit ScoreLost { get; init; } = Limit.AtMost(
            0.01, "score", 0, 1, "Decisions got worse, not only the probabilities behind them.", "effect: a hundredth of the scale of accuracy or R²");

        /// <summary>The same loss in standard deviations of a share of the validation rows.</summary>
        public Limit ScoreLostMultiple { get; init; } = Limit.AtMost(
            2, "standard deviations", 0, 100, "More rows are answered wrongly than change sides by luck.", "binomial; the same rows are asked both times, so the luck is rather smaller");

        /// <summary>The same loss over the smallest difference of two logged scores, which stands for a row where their number is not known.</summary>
        public Limit ScoreLostSteps { get; init; } = Limit.AtMost(
            2, "steps", 0, 1e6, "More rows are answered wrongly than change sides by luck.", "two standard deviations of a single wrong row (Poisson)");
    }
}
