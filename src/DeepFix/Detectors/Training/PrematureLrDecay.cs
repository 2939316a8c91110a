using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>The schedule cuts the rate while the loss is still falling, and learning stops there.</summary>
public sealed class PrematureLrDecay(PrematureLrDecay.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public PrematureLrDecay() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.PrematureLrDecay;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.LowRate, limits.ShareAfter, limits.Foregone, limits.FallMultiple, limits.Slowed, limits.ScoreGap, limits.LossLead];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "learning_rate", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is not { } loss) return TrainingReport.Lacks("train_loss");
        if (limits.FewestPoints.IsCrossedBy(loss.Count)) return TrainingReport.TooShort(loss, limits.FewestPoints);
        if (Curve.Of(artifacts.Metrics.LearningRate, cancellationToken) is not { } rate) return TrainingReport.Lacks("learning_rate");
        if (RateCut.Of(loss, rate, limits.LowRate.Value) is not { } cut)
            return artifacts.Clean(limits.LowRate.Judge("last learning_rate over the largest", Ratio(rate), rate.Name, rate.Step(0), rate.LastStep) with { Limit = null, Side = null });
        long from = loss.Step(cut.From), at = loss.Step(cut.At);
        Evidence[] items =
        [
            limits.ShareAfter.Judge($"share of the run after learning_rate fell to {TrainingReport.Percent(limits.LowRate.Value)} of its largest value", cut.ShareAfter, rate.Name, at, loss.LastStep),
            limits.Foregone.Judge("fall of train_loss an epoch up to the cut, times the epochs after it, over the final train_loss", cut.Foregone, loss.Name, from, loss.LastStep),
            limits.FallMultiple.Judge("fall of train_loss up to the cut in standard deviations of a single point", cut.Multiple, loss.Name, from, at),
            limits.Slowed.Judge("fall of train_loss an epoch after the cut over the fall before it", cut.Slowed, loss.Name, from, loss.LastStep),
        ];
        if (!Array.TrueForAll(items, i => i.CrossesLimit)) return artifacts.Clean(items);
        string? lead = Lead(artifacts, loss, cancellationToken);
        string text = $"learning_rate falls to {TrainingReport.Percent(limits.LowRate.Value)} of its largest value or less by {loss.Place(cut.At)} and stays there for {TrainingReport.Percent(cut.ShareAfter)} of the run. Up to then train_loss falls by {Significant.Text(cut.Before, 3)} an epoch, "
            + $"from {Significant.Text(loss.Values[cut.From], 4)} to {Significant.Text(loss.Values[cut.At], 4)}; afterwards it moves at {TrainingReport.Percent(cut.Slowed)} of that pace and ends at {Significant.Text(loss.End, 4)}. A model that had arrived would have slowed before the cut, not with it."
            + (lead is null ? "" : $" {lead}, so a longer high rate may have fitted the training rows only.");
        return artifacts.Found(Code, lead is null ? Severity.Medium : Severity.Low, lead is null ? 0.9 : 0.4, text, items);
    }

    // Why more fitting may not help; null where validation keeps up.
    private string? Lead(TrainingArtifacts artifacts, Curve loss, CancellationToken cancellationToken)
    {
        if (ScoreGap.Of(artifacts, cancellationToken) is { } gap) return limits.ScoreGap.IsCrossedBy(gap.Gap) ? $"{gap.Training.Name} leads {gap.Validation.Name} by {Significant.Text(gap.Gap, 3)} at the end" : null;
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { } unseen) return "Validation was not logged";
        double lead = (unseen.End - loss.End) / Math.Max(Math.Abs(loss.End), double.Epsilon);
        return limits.LossLead.IsCrossedBy(lead) ? $"val_loss ends {TrainingReport.Percent(Math.Min(lead, 1e6))} above train_loss" : null;
    }

    private static double Ratio(Curve rate)
    {
        double largest = Statistics.Order.Quantile(rate.Values, 1);
        return largest > 0 ? Math.Clamp(rate.Values[^1] / largest, -1e6, 1e6) : 1;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which there is no before and after.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points the pace on either side of a cut is not known.", "one point before, three of end, one between");

        /// <summary>Share of the largest rate at which learning all but stops.</summary>
        public Limit LowRate { get; init; } = Limit.AtLeast(
            0.1, "fraction", 0.0001, 0.9, "Steps are a tenth of what they were.", "usual step schedules divide by ten");

        /// <summary>Share of the run that is spent at the low rate.</summary>
        public Limit ShareAfter { get; init; } = Limit.AtMost(
            0.5, "fraction", 0.05, 1, "Most of the run is spent at a rate that hardly moves the weights.", "a cosine spends a fifth of a run there, three steps by ten a third to two thirds but after a plateau");

        /// <summary>Fall an epoch before the cut, times the epochs after it, over the final loss.</summary>
        public Limit Foregone { get; init; } = Limit.AtMost(
            0.05, "ratio", 0.01, 1000, "At the pace before the cut the rest of the run would have brought a twentieth of the loss or more.", "effect: a twentieth");

        /// <summary>Fall before the cut in standard deviations of a single point.</summary>
        public Limit FallMultiple { get; init; } = Limit.AtMost(
            3, "standard deviations", 1, 100, "The loss was falling at the cut, beyond its jitter.", "0.1 % by chance");

        /// <summary>Pace after the cut over the pace before it.</summary>
        public Limit Slowed { get; init; } = Limit.AtLeast(
            0.1, "ratio", 0.001, 1, "Progress falls with the rate: the steps are what it lacks.", "in proportion to a rate of a tenth; after a cut that is due, loss drops at once");

        /// <summary>Lead of the training score over the validation score, above which more fitting may not help.</summary>
        public Limit ScoreGap { get; init; } = Limit.AtMost(
            0.15, "score", 0.01, 1, "The model already fits training rows clearly better than others.", "effect: half as much again as the lead that is overfitting");

        /// <summary>Validation loss less training loss over training loss at the end, where no scores were logged.</summary>
        public Limit LossLead { get; init; } = Limit.AtMost(
            0.5, "ratio", 0.01, 1000, "The model already fits training rows clearly better than others.", "effect: half of the loss");
    }
}
