using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Validation runs with dropout switched on: its loss jumps like the training loss does, and lacks the lead that a whole network has over one with units left out.</summary>
public sealed class EvaluationInTrainMode(EvaluationInTrainMode.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public EvaluationInTrainMode() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.EvaluationInTrainMode;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Dropout, limits.JitterRatio, limits.ValidationLead, limits.EarlyLead, limits.ScoreJitter, limits.ScoreLead, limits.ScoreLeadMultiple];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss", "train_accuracy", "val_accuracy"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Parameters.DropoutRate is not { } dropout || !double.IsFinite(dropout)) return new Detection.NotAssessable("The dropout rate is not declared; without dropout the two modes hardly differ in the log.", "Log dropout_rate in params.yaml (0 where there is none).");
        Evidence declared = limits.Dropout.Judge("dropout_rate as declared", dropout, "dropout_rate") with { Source = artifacts.Parameters.Source is { Length: > 0 } source ? source : null };
        if (!declared.CrossesLimit) return artifacts.Clean(declared);
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { } validation) return TrainingReport.Lacks("val_loss");
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } training) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(validation.Count)) return TrainingReport.TooShort(validation, limits.FewestPoints);
        if (limits.FewestPoints.IsCrossedBy(training.Count)) return TrainingReport.TooShort(training, limits.FewestPoints);
        if (artifacts.Facts is not { TrainRows: > 0 and long trainRows, ValRows: > 0 and long valRows })
            return new Detection.NotAssessable("The numbers of training and validation rows are not known, and with them how far losses should jump.", "Log num_train_samples and num_val_samples in the dataset metadata.");
        double unseen = JitterOfARow(validation, valRows), seen = JitterOfARow(training, trainRows), lead = Lead(training, validation);
        int from = validation.Count / 3, late = validation.Count - Math.Max(3, validation.Count / 3);
        Evidence jitter = limits.JitterRatio.Judge("jitter of val_loss in the last two thirds over that of train_loss, each times √rows over its level", seen > 0 ? Math.Min(unseen / seen, 1e6) : unseen > 0 ? 1e6 : 0, validation.Name, validation.Step(from), validation.LastStep);
        Evidence behind = limits.ValidationLead.Judge("(val_loss - train_loss) / train_loss in the last third", lead, validation.Name, validation.Step(late), validation.LastStep);
        int early = Math.Max(3, validation.Count / 3);
        Evidence before = limits.EarlyLead.Judge("(val_loss - train_loss of the next epoch) / train_loss of the next epoch in the first third", LeadOnNext(training, validation, early), validation.Name, validation.Step(0), validation.Step(early - 1));
        Evidence? score = ScoreJitterOf(artifacts, valRows, cancellationToken);
        Evidence[] ahead = ScoreLeadOf(artifacts, trainRows, valRows, cancellationToken);
        bool leads = ahead.Length > 0 && Array.TrueForAll(ahead, e => e.CrossesLimit);
        if (!jitter.CrossesLimit || !behind.CrossesLimit || !before.CrossesLimit || score is { CrossesLimit: true } || leads) return artifacts.Clean([declared, jitter, behind, before, .. score is null ? [] : new[] { score }, .. ahead]);
        string text = $"A dropout of {Significant.Text(dropout)} is declared. In the last two thirds val_loss jumps from epoch to epoch {Significant.Text(jitter.Value, 2)} times as far as train_loss, at equal level and rows, and at the end val_loss is {(lead >= 0 ? "" : "only ")}{TrainingReport.Percent(Math.Abs(lead))} {(lead >= 0 ? "above" : "below")} train_loss; in the first third, before rows are learnt by heart, it was {TrainingReport.Percent(Math.Abs(before.Value))} {(before.Value >= 0 ? "above" : "below")} that of the epoch after. "
            + "With dropout off, validation answers the same way every time and does better than training, which is measured with units left out; here it seems to be measured the same way."
            + (score is null ? "" : $" val_accuracy jumps by {Significant.Text(score.Value, 2)} standard deviations of its rows, no more than rows that are answered at random explain, so it is no wandering of the weights.");
        return artifacts.Found(Code, Severity.Medium, 0.85, text, declared, jitter, behind, before);
    }

    // The jitter of a mean over rows, brought back to a row, as a share of the level.
    private static double JitterOfARow(Curve loss, long rows)
    {
        ReadOnlySpan<double> late = loss.Values[(loss.Count / 3)..];
        return Math.Min(Noise.OfMeanSquare(late) / Math.Max(Math.Abs(Order.Median(late)), double.Epsilon), 1e12) * Math.Sqrt(rows);
    }

    private static double Lead(Curve training, Curve validation)
    {
        int points = Math.Max(3, validation.Count / 3);
        var leads = new double[points];
        for (int i = 0; i < points; i++)
        {
            int at = validation.Count - points + i;
            double seen = training.Values[training.PointAt(validation.Step(at))];
            leads[i] = Math.Clamp((validation.Values[at] - seen) / Math.Max(Math.Abs(seen), double.Epsilon), -1e6, 1e6);
        }

        return Order.Median(leads);
    }

    // A network is measured where it stands after an epoch, training on its way through the next: without dropout it does better than that, as long as little is learnt by heart.
    private static double LeadOnNext(Curve training, Curve validation, int points)
    {
        var leads = new double[points];
        for (int at = 0; at < points; at++)
        {
            double next = training.Values[Math.Min(training.PointAt(validation.Step(at)) + 1, training.Count - 1)];
            leads[at] = Math.Clamp((validation.Values[at] - next) / Math.Max(Math.Abs(next), double.Epsilon), -1e6, 1e6);
        }

        return Order.Median(leads);
    }

    // More right answers on unseen rows than on seen ones: the network that answers them is whole.
    private Evidence[] ScoreLeadOf(TrainingArtifacts artifacts, long trainRows, long valRows, CancellationToken cancellationToken)
    {
        if (ScoreGap.Of(artifacts, cancellationToken) is not { } gap || gap.Validation.Name != "val_accuracy") return [];
        double lead = -gap.Gap, share = Math.Clamp(gap.Training.End, 0.5 / trainRows, 1 - (0.5 / trainRows));
        double deviation = Math.Sqrt(Math.Pow(Proportion.Deviation(share, trainRows), 2) + Math.Pow(Proportion.Deviation(share, valRows), 2));
        return
        [
            limits.ScoreLead.Judge("lead of validation accuracy over training accuracy at the end", lead, "val_accuracy", gap.Validation.Step(gap.Validation.EndFrom), gap.Validation.LastStep),
            limits.ScoreLeadMultiple.Judge("the same lead in standard deviations of two shares of their rows", Math.Clamp(lead / deviation, -1e6, 1e6), "val_accuracy", gap.Validation.Step(gap.Validation.EndFrom), gap.Validation.LastStep),
        ];
    }

    private Evidence? ScoreJitterOf(TrainingArtifacts artifacts, long rows, CancellationToken cancellationToken)
    {
        if (Curve.Of(artifacts.Metrics.ValAccuracy, cancellationToken) is not { Count: > 5 } accuracy) return null;
        int from = accuracy.Count / 2;
        ReadOnlySpan<double> late = accuracy.Values[from..];
        // At the edge a share hardly varies; half a row keeps the unit from vanishing.
        double share = Math.Clamp(Order.Median(late), 0.5 / rows, 1 - (0.5 / rows));
        return limits.ScoreJitter.Judge("jitter of val_accuracy in the second half in standard deviations of a share of its rows", Math.Min(Noise.OfSecondDifferences(late) / Proportion.Deviation(share, rows), 1e6), accuracy.Name, accuracy.Step(from), accuracy.LastStep);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which jitter is not known.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            9, TrainingReport.Points, 9, 1000, "With fewer points jitter cannot be told from a trend.", "six points in the last two thirds: four second differences");

        /// <summary>Dropout that shows in the log.</summary>
        public Limit Dropout { get; init; } = Limit.AtMost(
            0.25, "fraction", 0, 1, "So many units are left out that evaluating with them shows.", "relative noise of a unit, √(p / (1 - p)), is 0.58 at 0.25");

        /// <summary>Jitter of validation loss over that of training loss, both a row and relative.</summary>
        public Limit JitterRatio { get; init; } = Limit.AtMost(
            0.75, "ratio", 0.01, 100, "Validation jumps like training, whose jumps come from dropout.", "1 where both have dropout, off by 1.4 / √m for m second differences; without it, weights that wander at a dropout of 0.3 often reach two thirds, rarely more than 1");

        /// <summary>Validation loss less training loss over training loss, below which validation has its due lead.</summary>
        public Limit ValidationLead { get; init; } = Limit.AtMost(
            -0.1, "ratio", -1, 0, "Validation lacks the lead of a whole network over one with units left out.", "effect: a tenth of the loss");

        /// <summary>Validation loss less the training loss of the next epoch over the latter, below which validation had its lead before rows were learnt by heart.</summary>
        public Limit EarlyLead { get; init; } = Limit.AtMost(
            -0.2, "ratio", -1, 0, "Validation lacked the lead of a whole network from the start.", "effect: a fifth of the loss, twice what is asked at the end, for fewer epochs tell");

        /// <summary>Lead of validation accuracy over training accuracy.</summary>
        public Limit ScoreLead { get; init; } = Limit.AtMost(
            0.05, "score", 0, 1, "Unseen rows are answered better than seen ones, as a whole network answers them.", "effect: one row in twenty; training accuracy lags by half an epoch");

        /// <summary>The same lead in standard deviations.</summary>
        public Limit ScoreLeadMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 1, 100, "The lead is not the luck of few rows.", "binomial");

        /// <summary>Jitter of validation accuracy in standard deviations of a share of its rows, above which dropout cannot be the reason.</summary>
        public Limit ScoreJitter { get; init; } = Limit.AtMost(
            2, "standard deviations", 0.5, 100, "Accuracy jumps further than rows answered independently can: the weights move.", "independent answers give at most 1; twice that for the uncertainty of a few points");
    }
}
