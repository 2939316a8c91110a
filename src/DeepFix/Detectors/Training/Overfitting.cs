using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Validation loss truly rises while training loss does not, or the lead of the training score over the validation score grows with training: the model memorises.</summary>
public sealed class Overfitting(Overfitting.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public Overfitting() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.Overfitting;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.LossRise, limits.NoiseMultiple, limits.TrainRise, limits.EndGap, limits.ScoreGap, limits.GapMultiple, limits.LossGap, limits.CheapGap, limits.Attained, limits.CostlyGap];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        MetricTable metrics = artifacts.Metrics;
        if (Curve.Of(metrics.ValLoss, cancellationToken) is not { } validation) return TrainingReport.Lacks("val_loss");
        if (Curve.Of(metrics.TrainLoss, cancellationToken) is not { } training) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(validation.Count)) return TrainingReport.TooShort(validation, limits.FewestPoints);
        if (limits.FewestPoints.IsCrossedBy(training.Count)) return TrainingReport.TooShort(training, limits.FewestPoints);
        ValidationRise rise = ValidationRise.Of(validation);
        Evidence[] turn = Turn(rise, training);
        ScoreGap? gap = ScoreGap.Of(artifacts, cancellationToken);
        Evidence[] lead = gap is { } scores ? Lead(scores) : LossLead(training, validation);
        bool turned = turn[0].CrossesLimit && turn[1].CrossesLimit && !turn[2].CrossesLimit && turn[3].CrossesLimit, leads = Array.TrueForAll(lead, e => e.CrossesLimit);
        if (!turned && !leads) return artifacts.Clean([.. turn, .. lead]);
        string text = string.Join(" ", new[] { turned ? DescribeTurn(rise, training) : "", leads ? DescribeLead(gap, training, validation) : "" }.Where(t => t.Length > 0));
        bool costly = gap is { } seen && Array.TrueForAll(lead, e => e.CrossesLimit) && limits.CostlyGap.IsCrossedBy(seen.Gap);
        double confidence = turned && leads ? 0.95 : turned ? 0.9 : gap is null ? 0.75 : 0.9;
        if (!turned && gap is null && (IsHalfScored(metrics) || IsScoredNowAndThen(metrics)))
            return artifacts.Found(Code, Severity.Low, 0.5, text + " Whether that costs right answers cannot be told: training and validation were not both scored to the end.", lead);
        if (!leads && gap is { } apart && limits.CheapGap.Judge($"lead of {apart.Training.Name} over {apart.Validation.Name} at the end", apart.Gap, apart.Validation.Name, apart.Validation.Step(apart.Validation.EndFrom), apart.Validation.LastStep) is { } cheap && (!cheap.CrossesLimit || !lead[1].CrossesLimit))
            return artifacts.Found(Code, Severity.Low, 0.5, $"{text} {Costless(apart, cheap)}", [.. turn, cheap with { Limit = null, Side = null }]);
        if ((gap is null || !leads) && Attainment.OnValidation(artifacts, cancellationToken)?.JudgedBy(limits.Attained) is { CrossesLimit: false } attained)
            return artifacts.Found(Code, Severity.Low, 0.5, $"{text} There is little left to gain: {attained.Series} has come {TrainingReport.Percent(attained.Value)} of the way from chance to perfect.", [.. turned ? turn : [], .. leads ? lead : [], attained with { Limit = null, Side = null }]);
        return artifacts.Found(Code, costly ? Severity.High : Severity.Medium, confidence, text, [.. turned ? turn : [], .. leads ? lead : []]);
    }

    private static string Costless(ScoreGap gap, Evidence cheap)
    {
        string lead = $"{gap.Training.Name} leads {gap.Validation.Name} by {Significant.Text(Math.Max(0, gap.Gap), 3)}";
        return cheap.CrossesLimit
            ? $"Whether right answers were lost by it cannot be told: {lead}, no more than the size of the validation set explains."
            : $"Hardly a right answer was lost by it: {lead}. The model has become too sure of the few that it gets wrong.";
    }

    // One score of the two tells that the other was left out of the record, not that there is none.
    private static bool IsHalfScored(MetricTable metrics)
        => (metrics.Find("train_accuracy") ?? metrics.Find("train_r2")) is null != ((metrics.Find("val_accuracy") ?? metrics.Find("val_r2")) is null);

    private static bool IsScoredNowAndThen(MetricTable metrics)
        => new[] { "train_accuracy", "val_accuracy", "train_r2", "val_r2" }.Select(metrics.Find).Any(s => s is not null && metrics.StopsEarly(s));

    private Evidence[] Turn(ValidationRise rise, Curve training)
    {
        Curve loss = rise.Loss;
        int from = training.PointAt(loss.Step(rise.Best));
        double fall = training.Fall;
        double back = fall > 0 ? (training.End - training.Smooth[from]) / fall : 0;
        return
        [
            limits.LossRise.Judge("rise of val_loss from its smoothed minimum to its end, over the minimum", rise.Rise, loss.Name, loss.Step(rise.Best), loss.LastStep),
            limits.NoiseMultiple.Judge("the same rise in standard deviations of a single point", rise.NoiseMultiple, loss.Name, loss.Step(rise.Best), loss.LastStep),
            limits.TrainRise.Judge("rise of train_loss over the same stretch, as a share of its whole fall", Math.Clamp(back, -1e6, 1e6), training.Name, training.Step(from), training.LastStep),
            limits.EndGap.Judge("val_loss minus train_loss at the end", Math.Clamp(loss.End - training.End, -1e6, 1e6), loss.Name, loss.Step(loss.EndFrom), loss.LastStep),
        ];
    }

    private Evidence[] Lead(ScoreGap gap) =>
    [
        limits.ScoreGap.Judge($"lead of {gap.Training.Name} over {gap.Validation.Name} at the end", gap.Gap, gap.Validation.Name, gap.Validation.Step(gap.Validation.EndFrom), gap.Validation.LastStep),
        limits.GapMultiple.Judge("growth of that lead since the start in its standard deviations", gap.GrowthMultiple, gap.Validation.Name, gap.Validation.Step(0), gap.Validation.LastStep),
    ];

    private Evidence[] LossLead(Curve training, Curve validation)
    {
        double low = validation.Smooth[Smoothing.IndexOfMinimum(validation.Smooth)], fall = validation.Smooth[0] - low;
        double growth = validation.End - training.End - Math.Max(0, validation.Smooth[0] - training.Smooth[0]);
        return [limits.LossGap.Judge("growth of the gap val_loss - train_loss over the fall of val_loss", fall > 0 ? Math.Clamp(growth / fall, -1e6, 1e6) : 0, validation.Name, validation.Step(0), validation.LastStep)];
    }

    private static string DescribeTurn(ValidationRise rise, Curve training)
    {
        Curve loss = rise.Loss;
        return $"val_loss is best at {loss.Place(rise.Best)} ({Significant.Text(rise.BestValue)}) and ends at {Significant.Text(loss.End)}, a rise of {TrainingReport.Percent(rise.Rise)}, "
            + $"while train_loss goes from {Significant.Text(training.Smooth[training.PointAt(loss.Step(rise.Best))])} to {Significant.Text(training.End)}. "
            + $"The rise is {Significant.Text(rise.NoiseMultiple, 2)} times the jitter of a single validation point, so it is no noise; training loss does not rise with it, so it is no divergence; and val_loss ends above train_loss, so the model does worse on what it has not seen.";
    }

    private static string DescribeLead(ScoreGap? gap, Curve training, Curve validation)
        => gap is { } scores
            ? $"At the end {scores.Training.Name} is {Significant.Text(scores.Training.End, 3)} and {scores.Validation.Name} {Significant.Text(scores.Validation.End, 3)}: a lead of {Significant.Text(scores.Gap, 3)}, which was {Significant.Text(scores.FirstGap, 3)} at the start and grew with training."
            : $"The gap between val_loss and train_loss grows from {Significant.Text(validation.Smooth[0] - training.Smooth[0], 3)} to {Significant.Text(validation.End - training.End, 3)}.";

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points of either loss without which a turn cannot be seen.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points a turn is one bad point.", "three points of end beside three of start");

        /// <summary>Rise of validation loss over its minimum.</summary>
        public Limit LossRise { get; init; } = Limit.AtMost(
            0.1, "ratio", 0.01, 10, "Validation loss is worse than at its best by more than repeated trainings differ.", "effect: a tenth; generalisation loss of Prechelt 1998");

        /// <summary>The same rise in standard deviations of a single point.</summary>
        public Limit NoiseMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 1, 100, "The rise stands out of validation's own jitter.", "smoothed over five points, the minimum of fifty lies one deviation low, and the end is uncertain by 0.7");

        /// <summary>Rise of training loss over the same stretch that still counts as none.</summary>
        public Limit TrainRise { get; init; } = Limit.AtMost(
            0.05, "fraction", 0, 1, "Training loss rises as well: the optimisation fails, not the generalisation.", "definition of the code");

        /// <summary>Validation loss minus training loss at the end.</summary>
        public Limit EndGap { get; init; } = Limit.AtMost(
            0, "loss", -10, 10, "The model does worse on rows that it has not seen than on those it has.", "definition of the code: a rise that stays under the training loss, as dropout leaves it, costs nothing on unseen rows");

        /// <summary>Lead of the training score over the validation score at the end.</summary>
        public Limit ScoreGap { get; init; } = Limit.AtMost(
            0.1, "score", 0.01, 1, "The model is right clearly more often on rows that it has seen.", "effect: a tenth of the scale of accuracy or R²");

        /// <summary>Growth of that lead in its standard deviations.</summary>
        public Limit GapMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 1, 100, "The lead grew by more than the size of the validation set explains.", "three standard deviations of a binomial share, or of the series' own jitter where rows are unknown");

        /// <summary>Growth of the gap between the losses over the fall of validation loss, where no scores were logged.</summary>
        public Limit LossGap { get; init; } = Limit.AtMost(
            0.5, "ratio", 0.05, 10, "Most of what training gained since did not carry over to validation.", "effect: half of the progress on validation");

        /// <summary>Lead of the training score up to which a rise of validation loss costs hardly any right answer.</summary>
        public Limit CheapGap { get; init; } = Limit.AtMost(
            0.03, "score", 0, 1, "Validation answers have become worse beside those of training, not only surer.", "effect: the gain from which re-training counts as a cause in the labelled runs, where seeds differ by 0.02");

        /// <summary>Final validation score from chance (0) to perfect (1), from which a rise of validation loss leaves little to gain.</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.95, "fraction", 0, 1, "The model falls short of what it could be.", "effect: a twentieth of the scale");

        /// <summary>Lead of the training score from which the damage is high.</summary>
        public Limit CostlyGap { get; init; } = Limit.AtMost(
            0.2, "score", 0.01, 1, "The model is right on a fifth fewer of the unseen rows than of the seen ones.", "effect: twice the lead that is found at all");
    }
}
